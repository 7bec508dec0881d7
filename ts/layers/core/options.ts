/** What constructors of layers share: option checks, and options that Keras has and keratin has not. */
import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import type { LayerOptions } from "./layer";

/** Keys that every layer takes. */
const COMMON = ["name", "trainable", "dtype", "inputShape", "autocast", "activityRegularizer"];

/** Checks the options of a layer: known keys only; `absent` are Keras's options that are not supported unless null. */
export function layerOptions<T extends LayerOptions>(
  className: string,
  options: T | undefined,
  keys: readonly string[],
  absent: readonly string[] = [],
): T {
  const form = `new layers.${className}({ ${[...keys, "name"].map((key) => `${key}: ...`).join(", ")} })`;
  const own = checkOptions(className, options, [...keys, ...absent, ...COMMON], form);
  for (const key of absent) {
    const value = (own as Record<string, unknown>)[key];
    if (value !== undefined && value !== null && value !== false) {
      throw new ValueError(own.name ?? className, `${key} is not supported`, { received: { [key]: value } });
    }
  }
  return own;
}

/** A positive whole number, or an error that names the layer. */
export function positive(where: string, name: string, value: unknown): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1) {
    throw new ValueError(where, `${name} is no positive whole number`, { received: { [name]: value } });
  }
  return value;
}

/** A number that is not negative, or an error that names the layer. */
export function notNegative(where: string, name: string, value: unknown): number {
  if (typeof value !== "number" || !(value >= 0)) {
    throw new ValueError(where, `${name} is negative or no number`, { received: { [name]: value } });
  }
  return value;
}
