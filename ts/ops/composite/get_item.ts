import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError, ValueError } from "../../core/errors";
import { callable, isPlain } from "../../core/symbolic";
import { Tensor } from "../../core/tensor";
import { slice } from "../slice";
import { take } from "../take";
import { reshape } from "../view/reshape";

/** A span of an axis, as Python's start:stop:step. */
export interface Span {
  start?: number | null;
  stop?: number | null;
  step?: number | null;
}
/** One part of an index: a place, a span, ":" for all, "..." for the axes between, null for a new axis, or places. */
export type IndexPart = number | Span | ":" | "..." | null | Tensor | readonly number[];

/** What a span picks of an axis, as Python resolves it. */
function resolve({ start, stop, step }: Span, size: number): { first: number; step: number; count: number } {
  const by = step ?? 1;
  if (!Number.isInteger(by) || by === 0) {
    throw new ValueError("get_item", "a step is zero or no whole number", { received: { step } });
  }
  const clamp = (value: number, low: number, high: number): number =>
    Math.min(high, Math.max(low, value < 0 ? value + size : value));
  const [low, high] = by > 0 ? [0, size] : [-1, size - 1];
  const first = start === undefined || start === null ? (by > 0 ? low : high) : clamp(start, low, high);
  const end = stop === undefined || stop === null ? (by > 0 ? high : low) : clamp(stop, low, high);
  return { first, step: by, count: Math.max(0, Math.ceil((end - first) / by)) };
}

function pick(x: TensorLike, key: IndexPart | readonly IndexPart[]): Tensor {
  let tensor = toTensor("get_item", x);
  const parts = (Array.isArray(key) ? [...key] : [key]) as IndexPart[];
  const axes = parts.filter((part) => part !== null && part !== "...").length;
  if (parts.filter((part) => part === "...").length > 1) {
    throw new ValueError("get_item", "an index has at most one ...", { received: { key } });
  }
  if (axes > tensor.rank) {
    throw new ShapeError("get_item", "the index has more parts than the tensor has axes", {
      expected: `at most ${tensor.rank}`,
      received: { key },
    });
  }
  if (!parts.includes("...")) parts.push("...");
  const dims: number[] = [];
  let axis = 0;
  let lists = 0;
  for (const part of parts) {
    if (part === null) {
      dims.push(1);
      continue;
    }
    if (part === "...") {
      for (let i = tensor.rank - axes; i > 0; i--) dims.push(tensor.dims[axis++]!);
      continue;
    }
    const size = tensor.dims[axis]!;
    if (typeof part === "number") {
      const at = part < 0 ? part + size : part;
      if (!Number.isInteger(part) || at < 0 || at >= size) {
        throw new ShapeError("get_item", `the index ${part} is out of range`, {
          expected: `${-size} to ${size - 1} on axis ${axis}`,
          received: { "x.shape": tensor.dims },
        });
      }
      tensor = along(tensor, axis++, at, 1);
      continue;
    }
    if (part instanceof Tensor || Array.isArray(part)) {
      if (++lists > 1) throw new ValueError("get_item", "takes one list of places", { received: { key } });
      const places = toTensor("get_item", part as Tensor, "int32");
      tensor = take(tensor, reshape(places, [places.size]), { axis });
      dims.push(...places.dims);
      axis++;
      continue;
    }
    if (part !== ":" && !isPlain(part)) {
      throw new ValueError("get_item", "a part of the index is unknown", {
        expected: 'a number, { start, stop, step }, ":", "...", null or a list of numbers',
        received: { part },
      });
    }
    const span = resolve(part === ":" ? {} : (part as Span), size);
    tensor =
      span.step === 1
        ? along(tensor, axis, span.first, span.count)
        : take(
            tensor,
            Array.from({ length: span.count }, (_, i) => span.first + i * span.step),
            { axis },
          );
    dims.push(span.count);
    axis++;
  }
  return reshape(tensor, dims);
}

/** `count` places of an axis from `start`. */
function along(x: Tensor, axis: number, start: number, count: number): Tensor {
  return slice(
    x,
    x.dims.map((_, i) => (i === axis ? start : 0)),
    x.dims.map((d, i) => (i === axis ? count : d)),
  );
}

/**
 * The part of a tensor that an index picks, as x[...] does in Python: one part for each axis from the first.
 *
 * @param key A number takes a place and drops the axis; `{ start, stop, step }` takes a span, ":" all; "..." stands for the axes
 *   between, null makes an axis of 1, a list of numbers takes places. Negative numbers count from the end.
 * @throws ShapeError for a place outside of its axis.
 * @example K.eval(ops.getItem([[1, 2, 3], [4, 5, 6]], [":", { start: 1 }])) // [[2. 3.] [5. 6.]]
 */
export const getItem: (x: TensorLike, key: IndexPart | readonly IndexPart[]) => Tensor = callable("get_item", pick);
