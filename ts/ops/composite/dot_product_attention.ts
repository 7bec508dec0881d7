import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import { Tensor } from "../../core/tensor";
import { absolute } from "../absolute";
import { add } from "../add";
import { cast } from "../cast";
import { divide } from "../divide";
import { logicalAnd } from "../logical_and";
import { multiply } from "../multiply";
import { softmax } from "../softmax";
import { where } from "../where";
import { einsum } from "./einsum";

/** Options of `dotProductAttention`. */
export interface DotProductAttentionOptions {
  /** Added to the scores; broadcasts to [batch, heads, queries, keys]. */
  bias?: TensorLike | null;
  /** False where a query does not see a key; broadcasts to [batch, heads, queries, keys]. */
  mask?: TensorLike | null;
  /** What the scores are multiplied by; 1 / sqrt(depth) by default. */
  scale?: number | null;
  /** Whether query i sees keys 0 to i only. */
  isCausal?: boolean;
  /** Bends scores s to s / (1 + |s| / cap). */
  attnLogitsSoftCap?: number | null;
}

/** What stands for the score of a key that is not seen. */
const UNSEEN = -0.7 * 3.4028234663852886e38;

/** Which of `keys` each of `queries` sees when none sees the future: [queries, keys]. */
export function causalMask(queries: number, keys: number): Tensor {
  const seen = Uint8Array.from({ length: queries * keys }, (_, i) => Number(Math.floor(i / keys) >= i % keys));
  return Tensor.constant(seen, [queries, keys], "bool");
}

/**
 * softmax(scale query key^T + bias) value, for several heads.
 *
 * @param query [batch, queries, heads, depth]
 * @param key [batch, keys, heads, depth]
 * @param value [batch, keys, heads, value depth]
 * @returns [batch, queries, heads, value depth]
 * @throws ShapeError when a tensor has another rank or sizes differ.
 * @example ops.dotProductAttention(ops.ones([1, 2, 1, 4]), ops.ones([1, 3, 1, 4]), ops.ones([1, 3, 1, 5])).shape // [ 1, 2, 1, 5 ]
 */
export const dotProductAttention: (
  query: TensorLike,
  key: TensorLike,
  value: TensorLike,
  options?: DotProductAttentionOptions,
) => Tensor = callable(
  "dot_product_attention",
  (query: TensorLike, key: TensorLike, value: TensorLike, options?: DotProductAttentionOptions): Tensor => {
    const name = "dot_product_attention";
    const keys = ["bias", "mask", "scale", "isCausal", "attnLogitsSoftCap"];
    const own = checkOptions(name, options, keys, "ops.dotProductAttention(query, key, value, { mask })");
    const [q, k, v] = [query, key, value].map((x) => cast(toTensor(name, x), "float32")) as [Tensor, Tensor, Tensor];
    if (q.rank !== 4 || k.rank !== 4 || v.rank !== 4) {
      throw new ShapeError(name, "needs tensors of rank 4", {
        expected: "[batch, time, heads, depth] each",
        received: { query: q.shape, key: k.shape, value: v.shape },
      });
    }
    let scores = einsum("btnh,bsnh->bnts", q, k);
    scores = multiply(scores, own.scale ?? 1 / Math.sqrt(q.dims[3]!));
    const cap = own.attnLogitsSoftCap;
    if (cap !== undefined && cap !== null) scores = divide(scores, add(1, divide(absolute(scores), cap)));
    if (own.bias !== undefined && own.bias !== null) scores = add(scores, own.bias);
    let seen = own.mask === undefined || own.mask === null ? undefined : cast(toTensor(name, own.mask), "bool");
    if (own.isCausal) {
      const causal = causalMask(q.dims[1]!, k.dims[1]!);
      seen = seen ? logicalAnd(seen, causal) : causal;
    }
    if (seen) scores = where(seen, scores, UNSEEN);
    return einsum("bnts,bsnh->btnh", softmax(scores), v);
  },
);
