/** Indices of categories as Keras's preprocessing layers give them: as they are, or one, many or counts along a new axis. */
import { ValueError } from "../../core/errors";
import type { Dims } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { countHot } from "../../ops/multi_hot";

/** How indices are given. */
export type OutputMode = "int" | "one_hot" | "multi_hot" | "count" | "tf_idf";

/** Keras's older names. */
const OLD: Readonly<Record<string, OutputMode>> = { binary: "multi_hot", "tf-idf": "tf_idf" };

/** The mode of an option. @throws ValueError unless it is one of `modes`. */
export function outputModeOf(where: string, mode: unknown, modes: readonly OutputMode[]): OutputMode {
  const known = OLD[mode as string] ?? (mode as OutputMode);
  if (modes.includes(known)) return known;
  throw new ValueError(where, "outputMode is unknown", {
    expected: `one of ${modes.map((name) => `"${name}"`).join(", ")}`,
    received: { outputMode: mode },
  });
}

/** The shape of `encodeCategories` for a shape of indices. */
export function categoryDims(dims: Dims, mode: OutputMode, depth: number): Dims {
  if (mode === "int") return dims;
  const shape = dims.length === 0 ? [1] : dims;
  if (mode === "one_hot") return [...(isColumn(shape) ? shape.slice(0, -1) : shape), depth];
  return [...shape.slice(0, shape.length > 1 ? 1 : 0), ...shape.slice(2), depth];
}

/** One category for each sample, on an axis of its own. */
function isColumn(dims: Dims): boolean {
  return dims.length > 1 && dims.at(-1) === 1;
}

/** Indices in a mode, as float32; an index outside 0 to depth - 1 is left out. */
export function encodeCategories(indices: Tensor, mode: OutputMode, depth: number, weights?: Tensor): Tensor {
  if (mode === "int") return indices;
  const x = indices.rank === 0 ? ops.reshape(indices, [1]) : indices;
  if (mode === "one_hot") return ops.oneHot(isColumn(x.dims) ? ops.squeeze(x, { axis: -1 }) : x, depth);
  if (mode === "multi_hot") return ops.multiHot(x, depth);
  if (!weights) return countHot(x, depth);
  const each = ops.multiply(ops.oneHot(x, depth), ops.expandDims(weights, -1));
  return ops.sum(each, { axis: x.rank > 1 ? 1 : 0 });
}
