/** String tensors: text on the host, for the layers that turn it into numbers. No op computes on them. */
import type { TypedArray } from "./dtypes";
import { DTypeError, ShapeError } from "./errors";
import { type Dims, sizeOf } from "./shapes";
import { Tensor } from "./tensor";

/** A tensor of text. */
export function stringTensor(values: readonly string[], dims: Dims): Tensor {
  // A tensor's values are an array that can be sliced; nothing else looks into those of text.
  return Tensor.constant([...values] as unknown as TypedArray, [...dims], "string");
}

/** The values of a tensor of text. @throws DTypeError for numbers. */
export function stringsOf(where: string, tensor: Tensor): readonly string[] {
  if (tensor.dtype === "string") return tensor.peek() as unknown as readonly string[];
  throw new DTypeError(where, "needs text", { expected: "strings", received: { dtype: tensor.dtype } });
}

/** Whether a value is nested arrays whose first leaf is text. */
export function isText(value: unknown): boolean {
  let inner = value;
  while (Array.isArray(inner) && inner.length > 0) inner = inner[0] as unknown;
  return typeof inner === "string" && Array.isArray(value);
}

/** A tensor from nested arrays of text. @throws ShapeError when they are not regular. */
export function textFrom(where: string, value: unknown, shape?: Dims): Tensor {
  const dims: number[] = [];
  for (let level: unknown = value; Array.isArray(level); level = level[0]) {
    dims.push(level.length);
    if (level.length === 0) break;
  }
  const flat = [value].flat(dims.length + 1) as unknown[];
  const regular = flat.length === sizeOf(dims) && sameDepth(value, dims, 0);
  if (!regular) throw new ShapeError(where, "nested arrays are not regular", { received: { value } });
  const wrong = flat.find((item) => typeof item !== "string");
  if (wrong !== undefined) {
    throw new DTypeError(where, "holds text and something else", {
      expected: "strings only",
      received: { value: wrong },
    });
  }
  return stringTensor(flat as string[], shape ?? dims);
}

function sameDepth(value: unknown, dims: Dims, axis: number): boolean {
  if (axis === dims.length) return !Array.isArray(value);
  return Array.isArray(value) && value.length === dims[axis] && value.every((item) => sameDepth(item, dims, axis + 1));
}
