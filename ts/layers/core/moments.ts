/** Means and variances of data that comes in batches, in float64. */
import type { TypedArray } from "../../core/dtypes";
import { type Dims, sizeOf } from "../../core/shapes";

/** Moments over all axes but some, which are kept. */
export class RunningMoments {
  readonly #kept: readonly number[];
  #count = 0;
  mean: Float64Array = new Float64Array(0);
  variance: Float64Array = new Float64Array(0);

  /** @param kept Axes, sorted. */
  constructor(kept: readonly number[]) {
    this.#kept = kept;
  }

  /** Adds an array. */
  add(values: TypedArray, dims: Dims): void {
    const size = sizeOf(this.#kept.map((axis) => dims[axis]!));
    const places = placesOf(dims, this.#kept);
    const count = size === 0 ? 0 : values.length / size;
    if (count === 0) return;
    const mean = new Float64Array(size);
    const variance = new Float64Array(size);
    for (let i = 0; i < values.length; i++) mean[places[i]!]! += values[i]!;
    for (let k = 0; k < size; k++) mean[k]! /= count;
    for (let i = 0; i < values.length; i++) variance[places[i]!]! += (values[i]! - mean[places[i]!]!) ** 2;
    for (let k = 0; k < size; k++) variance[k]! /= count;
    if (this.#count === 0) [this.mean, this.variance] = [mean, variance];
    else this.#join(mean, variance, count / (this.#count + count));
    this.#count += count;
  }

  #join(mean: Float64Array, variance: Float64Array, part: number): void {
    for (let k = 0; k < mean.length; k++) {
      const between = mean[k]! - this.mean[k]!;
      this.mean[k]! += between * part;
      this.variance[k] = this.variance[k]! * (1 - part) + variance[k]! * part + between ** 2 * part * (1 - part);
    }
  }

  /** Whether nothing came yet. */
  get empty(): boolean {
    return this.#count === 0;
  }
}

/** For each element its place among the kept axes. */
function placesOf(dims: Dims, kept: readonly number[]): Int32Array {
  const strides = dims.map(() => 0);
  for (let i = kept.length - 1, stride = 1; i >= 0; stride *= dims[kept[i]!]!, i--) strides[kept[i]!] = stride;
  let places = new Int32Array([0]);
  // Axis by axis, the last one fastest.
  dims.forEach((size, axis) => {
    const next = new Int32Array(places.length * size);
    for (let i = 0, at = 0; i < places.length; i++)
      for (let j = 0; j < size; j++) next[at++] = places[i]! + j * strides[axis]!;
    places = next;
  });
  return places;
}
