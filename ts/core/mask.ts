/** Masks: which steps of a sequence count. A layer attaches one to what it gives; the next layer finds it there. */
import type { Tensor } from "./tensor";

/** The mask of one tensor, or of each of several: bool, true for what counts; null for none. */
export type Masks = Tensor | null | readonly (Tensor | null)[];

const masks = new WeakMap<Tensor, Tensor>();

/** The mask of a tensor, if it has one. */
export function maskOf(tensor: Tensor): Tensor | null {
  return masks.get(tensor) ?? null;
}

/** The masks of one tensor or of several; null when none of them has one. */
export function masksOf(tensors: Tensor | readonly Tensor[]): Masks {
  if (!Array.isArray(tensors)) return maskOf(tensors as Tensor);
  const found = (tensors as readonly Tensor[]).map(maskOf);
  return found.some((mask) => mask !== null) ? found : null;
}

/** Attaches a mask to a tensor, or takes it off. */
export function setMask(tensor: Tensor, mask: Tensor | null): void {
  if (mask) masks.set(tensor, mask);
  else masks.delete(tensor);
}
