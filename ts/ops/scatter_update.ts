import { type TensorLike, toIndices, toTensor } from "../core/convert";
import { isInteger } from "../core/dtypes";
import { ShapeError, ValueError } from "../core/errors";
import type { Op, OpNode, OpTable } from "../core/op";
import { checkOptions } from "../core/options";
import { sizeOf } from "../core/shapes";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { broadcastTo } from "./broadcast_to";
import { cast } from "./cast";
import { placesOf } from "./kinds/places";
import { reshape } from "./view/reshape";

/** What becomes of a cell that an update meets, by the numbers of the kernel. */
export const REDUCTIONS = ["set", "add", "mul", "max", "min"] as const;
/** How updates meet cells. */
export type Reduction = (typeof REDUCTIONS)[number];

/**
 * The record of `scatter_update`: rows [size, inner], places [count] of which those outside are left out, updates [count,
 * inner].
 */
export const scatterUpdateOp: Op = {
  name: "scatter_update",
  kind: "move",
  keras: "keras.src.ops.core.ScatterUpdate",
  infer: ([x]) => ({ shape: x!.dims, dtype: x!.dtype }),
  gradient: (node, g, k) => (isInteger(node.output.dtype) ? [] : gradients(node, g, k)),
  lower: ({ inputs: [x, indices], attributes: { mode } }) => {
    const [size, inner] = x!.dims as [number, number];
    const count = indices!.size;
    return {
      kernel: isInteger(x!.dtype) ? "scatter_update_i32" : "scatter_update",
      units: size === 0 ? 0 : Math.ceil(inner / 64),
      work: Math.max(1, (size + count) * Math.min(64, inner)),
      words: [size, count, inner, mode as number],
    };
  },
};

/** Rows with updates at places. */
export function scatterRows(x: Tensor, places: Tensor, updates: Tensor, reduction: Reduction): Tensor {
  return makeNode(scatterUpdateOp, [x, places, updates], { mode: REDUCTIONS.indexOf(reduction) });
}

function gradients({ inputs, attributes, output }: OpNode, g: Tensor, k: OpTable): (Tensor | undefined)[] {
  const [x, places, updates] = inputs as [Tensor, Tensor, Tensor];
  const [size, inner] = x.dims as [number, number];
  const count = places.size;
  const inside = k.logicalAnd(k.greaterEqual(places, 0), k.less(places, size));
  /** What stands at the places; 0 for those outside. */
  const at = (rows: Tensor): Tensor =>
    k.where(
      k.reshape(inside, [count, 1]),
      k.take(rows, k.where(inside, places, 0), { axis: 0 }),
      k.cast(0, rows.dtype),
    );
  const reduction = REDUCTIONS[attributes.mode as number];
  if (reduction === "add") return [g, undefined, at(g)];
  if (reduction === "set") {
    // Of several updates of a cell the last one counts.
    const order = k.reshape(k.arange(count), [count, 1]);
    const last = scatterRows(k.full([size, 1], -1, { dtype: "int32" }), places, order, "set");
    const chosen = k.equal(at(last), order);
    const kept = scatterRows(g, places, k.zeros([count, inner]), "set");
    return [kept, undefined, k.where(chosen, at(g), 0)];
  }
  if (reduction === "mul") {
    const zero = k.equal(updates, 0);
    const factors = k.where(zero, 1, updates);
    const others = scatterRows(k.multiply(g, x), places, factors, "mul");
    const zeros = at(scatterRows(k.zeros([size, inner]), places, k.cast(zero, "float32"), "add"));
    // Without an update its cell has one zero less, if it is one.
    const alone = k.equal(zeros, k.cast(zero, "float32"));
    return [scatterRows(g, places, updates, "mul"), undefined, k.where(alone, k.divide(at(others), factors), 0)];
  }
  const own = k.cast(k.equal(x, output), "float32");
  const met = k.cast(k.equal(updates, at(output)), "float32");
  const share = k.divide(g, scatterRows(own, places, met, "add"));
  return [k.multiply(own, share), undefined, k.multiply(met, at(share))];
}

/** Options of `scatterUpdate`. */
export interface ScatterUpdateOptions {
  /** "add", "max", "min" or "mul" with what is there; replaces it when absent. */
  reduction?: string | null;
}

function scattered(
  inputs: TensorLike,
  indices: TensorLike,
  updates: TensorLike,
  options?: ScatterUpdateOptions,
): Tensor {
  const where = "scatter_update";
  const form = 'ops.scatterUpdate(x, indices, updates, { reduction: "add" })';
  const { reduction } = checkOptions(where, options, ["reduction"], form);
  const mode = (reduction ?? "set") as Reduction;
  if (!REDUCTIONS.includes(mode)) {
    throw new ValueError(where, "the reduction is unknown", {
      expected: '"add", "max", "min" or "mul"',
      received: { reduction },
    });
  }
  const [x, list, values] = [toTensor(where, inputs), toIndices(where, indices), toTensor(where, updates)];
  const depth = list.rank === 2 ? list.dims[1]! : -1;
  if (depth < 1 || depth > x.rank) {
    throw new ShapeError(where, "the indices do not fit the tensor", {
      expected: `shape [updates, depth] with a depth from 1 to ${x.rank}`,
      received: { "indices.shape": list.shape },
    });
  }
  const dtype = x.dtype === "float32" ? "float32" : "int32";
  const [head, tail] = [x.dims.slice(0, depth), x.dims.slice(depth)];
  const [size, count, inner] = [sizeOf(head), list.dims[0]!, sizeOf(tail)];
  const wide = reshape(broadcastTo(cast(values, dtype), [count, ...tail]), [count, inner]);
  const y = scatterRows(reshape(cast(x, dtype), [size, inner]), placesOf(list, head), wide, mode);
  return cast(reshape(y, x.dims), x.dtype);
}

/**
 * A tensor with updates at indices: `indices` is [updates, depth], `updates` has a row of the axes that are left for
 * each. Negative indices count from the end; an update outside of the tensor is left out.
 *
 * @throws ShapeError when the indices do not fit the tensor.
 * @example K.eval(ops.scatterUpdate([1, 2, 3], [[0], [2]], [7, 8])) // [7. 2. 8.]
 */
export const scatterUpdate: ((
  inputs: TensorLike,
  indices: TensorLike,
  updates: TensorLike,
  options?: ScatterUpdateOptions,
) => Tensor) & { op?: Op } = Object.assign(callable("scatter_update", scattered), { op: scatterUpdateOp });
