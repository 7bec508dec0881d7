/** Names of loss functions in logs and files. Minifiers rename functions, so the library's own are known by where they are. */
import { snakeKey } from "./core/serialize";
import * as losses from "./gen/losses_public";

/** Keras's name of a loss function of the library; undefined for any other function. */
export function lossName(fn: unknown): string | undefined {
  const own = Object.entries(losses).find(([, member]) => member === fn)?.[0];
  return own && snakeKey(own);
}
