/** Functions of TensorFlow that fold axes, order them, or look along them. */
import type { TensorLike } from "../../../core/convert";
import type { Tensor } from "../../../core/tensor";
import * as ops from "../../../ops/gen/public";
import type { Call, Make } from "./call";
import { alike, type Table, table } from "./table";

interface Fold {
  axis: number | number[] | null;
  keepdims: boolean;
}

const options = (c: Call): Fold => ({
  axis: c.axes("axis", "reduction_indices"),
  keepdims: c.flag("keepdims", "keep_dims"),
});

const fold =
  (f: (x: TensorLike, options: Fold) => Tensor): Make =>
  (c) =>
    f(c.x, options(c));

/** Without an axis the first one. */
const place =
  (f: (x: TensorLike, options: { axis: number }) => Tensor): Make =>
  (c) =>
    f(c.x, { axis: c.axis(0, "axis", "dimension") });

const countNonzero: Make = (c) => {
  const count = ops.sum(ops.cast(ops.notEqual(c.x, 0), "int32"), options(c));
  return ops.cast(count, c.dtype("int32", "dtype"));
};

const moments: Make = (c) => {
  const axes = c.axes("axes") ?? c.tensor.shape.map((_, i) => i);
  return ops.moments(c.x, axes, { keepdims: c.flag("keepdims", "keep_dims") });
};

/** TensorFlow's "euclidean" is the root of the sum of squares, over any axes. */
function normOf(c: Call, keepdims: boolean): Tensor {
  const ord = c.get("ord") ?? "euclidean";
  const axis = c.axes("axis");
  if (ord === "euclidean" || (ord === "fro" && axis !== null)) {
    return ops.sqrt(ops.sum(ops.square(c.x), { axis, keepdims }));
  }
  if (typeof ord !== "number" && ord !== "fro") throw c.refuse(`has the order ${String(ord)}`);
  // Keras 3 on JAX takes no list of one axis.
  return ops.norm(c.x, { ord, axis: Array.isArray(axis) && axis.length === 1 ? axis[0]! : axis, keepdims });
}

const norm: Make = (c) => normOf(c, c.flag("keepdims", "keep_dims"));

const normalize: Make = (c) => {
  const size = normOf(c, true);
  return [ops.divide(c.x, size), size];
};

/** TensorFlow's epsilon is that of the sum of squares. */
const l2Normalize: Make = (c) =>
  ops.normalize(c.x, { axis: c.axes("axis", "dim"), order: 2, epsilon: Math.sqrt(c.number(1e-12, "epsilon")) });

const descends = (c: Call): boolean => {
  const direction = c.text("ASCENDING", "direction");
  if (direction !== "ASCENDING" && direction !== "DESCENDING") throw c.refuse(`has the direction ${direction}`);
  return direction === "DESCENDING";
};

const sort: Make = (c) => {
  const axis = c.axis(-1, "axis");
  const sorted = ops.sort(c.x, { axis });
  return descends(c) ? ops.flip(sorted, { axis }) : sorted;
};

const argsort: Make = (c) => ops.argsort(descends(c) ? ops.negative(c.x) : c.x, { axis: c.axis(-1, "axis") });

const topK: Make = (c) => ops.topK(c.x, c.whole(1, "k"), { sorted: c.get("sorted") !== false });

/** In one sequence, of which the op behind makes a matrix. */
const searchsorted: Make = (c) => {
  const side = c.text(c.function === "UpperBound" ? "right" : "left", "side");
  const [sequence, values] = [c.tensor, c.other("values")];
  const line = sequence.rank === 2 && sequence.shape[0] === 1 ? ops.reshape(sequence, [-1]) : sequence;
  if (line.rank !== 1) throw c.refuse("searches in more than one sequence");
  return ops.searchsorted(line, values, { side: side as "left" });
};

/** A fold over the rows of each segment. */
const segments =
  (f: typeof ops.segmentSum): Make =>
  (c) =>
    f(c.x, c.indices(c.get("segment_ids")), { numSegments: c.whole(undefined, "num_segments") });

const segmentMean: Make = (c) => {
  const [x, ids] = [c.tensor, c.indices(c.get("segment_ids"))];
  const given = { numSegments: c.whole(undefined, "num_segments") };
  const counts = ops.segmentSum(ops.onesLike(x), ids, given);
  return ops.divide(ops.segmentSum(x, ids, given), ops.maximum(counts, 1));
};

/** Version 1 took the predictions first. */
const inTopK: Make = (c) => {
  const k = c.whole(undefined, "k");
  return c.get("targets") === undefined
    ? ops.inTopK(c.indices(c.first), c.other("predictions"), k)
    : ops.inTopK(c.indices(c.get("targets")), c.x, k);
};

const FOLDS =
  "mean reduce_mean=mean sum reduce_sum=sum max reduce_max=max min reduce_min=min prod reduce_prod=prod any " +
  "reduce_any=any all reduce_all=all reduce_std=std reduce_variance=var reduce_logsumexp=logsumexp";

const SEGMENTS =
  "unsorted_segment_sum=segment_sum unsorted_segment_max=segment_max unsorted_segment_min=segment_min " +
  "unsorted_segment_prod=segment_prod";

/** Functions over axes. */
export const REDUCTIONS: Table = {
  ...alike(FOLDS, fold),
  ...alike(SEGMENTS, segments),
  ...alike("argmax argmin", place),
  ...table({
    "reduce_euclidean_norm euclidean_norm": fold((x, given) => ops.sqrt(ops.sum(ops.square(x), given))),
    count_nonzero: countNonzero,
    zero_fraction: (c) => ops.mean(ops.cast(ops.equal(c.x, 0), "float32")),
    moments,
    norm,
    "linalg.normalize": normalize,
    l2_normalize: l2Normalize,
    sort,
    argsort,
    top_k: topK,
    "searchsorted lower_bound upper_bound": searchsorted,
    unsorted_segment_mean: segmentMean,
    in_top_k: inTopK,
    invert_permutation: (c) => ops.argsort(c.indices(c.first)),
  }),
};
