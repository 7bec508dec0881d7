/** Bun. */
import { findCommand } from "./tools.mjs";

/** Finds Bun. */
export function findBun() {
  return findCommand("@oven/bun-linux-x64", "bin/bun", "bun");
}
