/** Indices of several axes as places in one. */
import { type Dims, stridesOf } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { greaterEqual } from "../greater_equal";
import { less } from "../less";
import { logicalAnd } from "../logical_and";
import { multiply } from "../multiply";
import { slice } from "../slice";
import { reshape } from "../view/reshape";
import { where } from "../where";

/** The places of indices [count, axes] in row-major order; -1 for those outside. Negative indices count from the end. */
export function placesOf(indices: Tensor, dims: Dims): Tensor {
  const whole = cast(indices, "int32");
  const count = whole.dims[0]!;
  const strides = stridesOf(dims);
  let inside: Tensor | undefined;
  let place: Tensor | undefined;
  for (const [axis, size] of dims.entries()) {
    const column = reshape(slice(whole, [0, axis], [count, 1]), [count]);
    const at = where(less(column, 0), add(column, size), column);
    const fits = logicalAnd(greaterEqual(at, 0), less(at, size));
    inside = inside ? logicalAnd(inside, fits) : fits;
    const step = multiply(at, strides[axis]!);
    place = place ? add(place, step) : step;
  }
  return where(inside!, place!, -1);
}
