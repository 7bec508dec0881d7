/** Data that layers learn their state from: one array, or batches. */
import type { TensorLike } from "../../core/convert";
import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { Tensor } from "../../core/tensor";
import { Variable } from "../../core/variable";

/** An array (nested, typed, a tensor) of samples, or an (async) iterable of batches, or a function that gives one. */
export type AdaptData =
  | TensorLike
  | string
  | Iterable<unknown>
  | AsyncIterable<unknown>
  | (() => Iterable<unknown> | AsyncIterable<unknown>);

/** Options of `adapt`. */
export interface AdaptOptions {
  /** How many batches are taken; all by default. */
  steps?: number | null;
}

/** Gives `take` the data: at once what is at hand, else as it comes. `whole` says that it is one array and no batch. */
export function eachBatch(
  where: string,
  data: AdaptData,
  options: AdaptOptions | undefined,
  take: (batch: TensorLike, whole: boolean) => void,
): Promise<void> | undefined {
  const { steps } = checkOptions(`${where}.adapt`, options, ["steps"], "await layer.adapt(data, { steps: 100 })");
  const most = steps ?? Number.POSITIVE_INFINITY;
  const source: unknown = typeof data === "function" ? data() : data;
  const isTensor = (value: unknown): boolean => value instanceof Tensor || value instanceof Variable;
  const batches = Array.isArray(source) && source.length > 0 && source.every(isTensor);
  if (!batches && (Array.isArray(source) || isTensor(source) || ArrayBuffer.isView(source) || isLeaf(source))) {
    take(source as TensorLike, true);
    return undefined;
  }
  if (isObject(source) && Symbol.asyncIterator in source) {
    return takeAll(source as AsyncIterable<unknown>, most, (batch) => take(batch as TensorLike, false));
  }
  if (!isObject(source) || !(Symbol.iterator in source)) {
    throw new ValueError(`${where}.adapt`, "cannot read this data", {
      expected: "an array, a tensor, or an (async) iterable of batches",
      received: { data: source },
    });
  }
  let count = 0;
  for (const batch of source as Iterable<unknown>) {
    if (count++ >= most) break;
    take(batch as TensorLike, false);
  }
  return undefined;
}

async function takeAll(source: AsyncIterable<unknown>, most: number, take: (batch: unknown) => void): Promise<void> {
  let count = 0;
  for await (const batch of source) {
    if (count++ >= most) break;
    take(batch);
  }
}

function isLeaf(value: unknown): boolean {
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
