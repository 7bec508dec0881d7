/** Quantiles of numbers that come in batches: summaries of values and weights, merged as Keras merges them, in float32. */

/** Sorted values, and how many numbers each stands for. */
export interface Summary {
  readonly values: Float32Array;
  readonly weights: Float32Array;
}

/** The summary of some numbers, about 1 / epsilon values. */
export function summarize(numbers: Float32Array, epsilon: number): Summary {
  const sorted = numbers.slice().sort();
  const step = Math.max(sorted.length / (1 / epsilon), 1);
  const values: number[] = [];
  for (let at = Math.trunc(step - 1); at < sorted.length; at += Math.trunc(step)) values.push(sorted[at]!);
  return { values: Float32Array.from(values), weights: new Float32Array(values.length).fill(step) };
}

/** One summary of two. */
export function mergeSummaries(a: Summary, b: Summary | undefined, epsilon: number): Summary {
  if (!b) return compress(a, epsilon);
  const values = [...a.values, ...b.values];
  const weights = [...a.weights, ...b.weights];
  const order = values.map((_, i) => i).sort((i, j) => compare(values[i]!, values[j]!) || i - j);
  const pick = (list: readonly number[]): Float32Array => Float32Array.from(order, (i) => list[i]!);
  return compress({ values: pick(values), weights: pick(weights) }, epsilon);
}

/** NaN behind all numbers. */
function compare(a: number, b: number): number {
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b)) || a - b;
}

/** The boundaries of `count` bins that hold about equally many numbers. */
export function boundariesOf(summary: Summary, count: number): number[] {
  return [...compress(summary, 1 / count).values.slice(0, -1)];
}

function compress(summary: Summary, epsilon: number): Summary {
  const { values, weights } = summary;
  if (values.length * epsilon < 1) return summary;
  const percents = Array.from({ length: Math.ceil(1 / epsilon) }, (_, i) => epsilon + i * epsilon);
  const sums = new Float32Array(weights.length);
  for (let i = 0, sum = 0; i < weights.length; i++) sums[i] = sum = Math.fround(sum + weights[i]!);
  const parts = sums.map((sum) => sum / sums[sums.length - 1]!);
  const bins = percents.map((x) => interpolate(x, parts, values));
  const ends = percents.map((x) => interpolate(x, parts, sums));
  return {
    values: Float32Array.from(bins),
    weights: Float32Array.from(ends, (end, i) => end - (i > 0 ? ends[i - 1]! : 0)),
  };
}

/** The value at x of the line through the points (xs, ys), xs sorted. */
function interpolate(x: number, xs: Float32Array, ys: Float32Array): number {
  const last = xs.length - 1;
  if (x >= xs[last]!) return ys[last]!;
  if (x < xs[0]!) return ys[0]!;
  let from = 0;
  let to = last;
  // The last point that is not above x.
  while (to - from > 1) {
    const mid = (from + to) >> 1;
    if (xs[mid]! <= x) from = mid;
    else to = mid;
  }
  if (xs[from] === x) return ys[from]!;
  const slope = (ys[from + 1]! - ys[from]!) / (xs[from + 1]! - xs[from]!);
  return slope * (x - xs[from]!) + ys[from]!;
}
