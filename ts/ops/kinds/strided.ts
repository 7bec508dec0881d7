/** Moves that read a tensor through strides: transpose, broadcast_to, slice. */
import type { Lowering } from "../../core/op";
import { type Dims, sizeOf } from "../../core/shapes";

/** The instruction that writes shape `dims`, read at `strides` (elements) from `offset`. Axes are merged where they can. */
export function lowerStrided(kernel: string, dims: Dims, strides: readonly number[], offset: number): Lowering {
  const sizes: number[] = [];
  const steps: number[] = [];
  for (let axis = 0; axis < dims.length; axis++) {
    const size = dims[axis]!;
    const step = strides[axis]!;
    if (size === 1) continue;
    const last = sizes.length - 1;
    if (last >= 0 && steps[last] === step * size) {
      sizes[last]! *= size;
      steps[last] = step;
    } else {
      sizes.push(size);
      steps.push(step);
    }
  }
  if (sizes.length === 0) {
    sizes.push(1);
    steps.push(1);
  }
  const run = sizes[sizes.length - 1]!;
  const size = sizeOf(dims);
  return { kernel, units: size === 0 ? 0 : size / run, work: run, words: [sizes.length, offset, ...sizes, ...steps] };
}
