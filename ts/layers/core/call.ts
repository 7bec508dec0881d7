/** What layers are called with and give. */
import type { Masks } from "../../core/mask";
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";

/** What a call may be told beside its inputs. */
export interface CallOptions {
  /** Training or inference; two programs. */
  training?: boolean;
  /** Of the inputs; their own when left out. */
  mask?: Masks;
  [key: string]: unknown;
}

/** The mask of a layer's one input. */
export function oneMask({ mask }: CallOptions): Tensor | null {
  return (Array.isArray(mask) ? mask[0] : mask) ?? null;
}

/** One or several tensors. */
export type Tensors = Tensor | readonly Tensor[];
/** One or several shapes. */
export type Shapes = Shape | readonly Shape[];
