/** Arguments as users nest them: arrays and object literals with tensors anywhere inside. */
import { Tensor } from "./tensor";

/** Whether a value is an object literal. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The value with every tensor in it replaced. */
export function mapTensors(value: unknown, replace: (tensor: Tensor) => Tensor): unknown {
  if (value instanceof Tensor) return replace(value);
  if (Array.isArray(value)) {
    return value.some((item) => typeof item === "object") ? value.map((item) => mapTensors(item, replace)) : value;
  }
  if (isPlain(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTensors(item, replace)]));
  }
  return value;
}
