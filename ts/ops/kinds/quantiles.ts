/** Quantiles: what stands at a part of the way through sorted elements. */
import { type TensorLike, toTensor } from "../../core/convert";
import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { normalizeAxes } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { broadcastTo } from "../broadcast_to";
import { cast } from "../cast";
import { ceil } from "../ceil";
import { clip } from "../composite/clip";
import { isnan } from "../composite/isnan";
import { sorted } from "../composite/sort";
import { floor } from "../floor";
import { lessEqual } from "../less_equal";
import { maximum } from "../maximum";
import { multiply } from "../multiply";
import { slice } from "../slice";
import { subtract } from "../subtract";
import { takeAlongAxis } from "../take_along_axis";
import { transpose } from "../transpose";
import { reshape } from "../view/reshape";
import { where } from "../where";
import { countNumbers } from "./nan";
import type { ReduceOptions } from "./reduce";

/** Options of a quantile. */
export interface QuantileOptions extends ReduceOptions {
  /** Between two elements: "linear" (the default), "lower", "higher", "midpoint" or "nearest". */
  method?: string;
}

/** How a place between two elements is read: from both and the weight of the second. */
const METHODS: Readonly<Record<string, (low: Tensor, high: Tensor, weight: Tensor) => Tensor>> = {
  linear: (low, high, weight) => add(multiply(low, subtract(1, weight)), multiply(high, weight)),
  lower: (low) => low,
  higher: (_low, high) => high,
  midpoint: (low, high) => multiply(add(low, high), 0.5),
  nearest: (low, high, weight) => where(lessEqual(weight, 0.5), low, high),
};

/** The elements at the parts q, from 0 to 1, of the way along axes. The axes of q come first. */
export function quantiles(
  place: string,
  x: TensorLike,
  q: TensorLike,
  options: QuantileOptions | undefined,
  skipNan: boolean,
): Tensor {
  const { axis, method = "linear", keepdims } = options ?? {};
  const read = METHODS[method];
  if (!read) {
    throw new ValueError(place, "the method is unknown", {
      expected: Object.keys(METHODS)
        .map((name) => `"${name}"`)
        .join(", "),
      received: { method },
    });
  }
  const tensor = cast(toTensor(place, x), "float32");
  const parts = cast(toTensor(place, q), "float32");
  const axes = normalizeAxes(place, axis, tensor.rank);
  const others = tensor.dims.flatMap((_, i) => (axes.includes(i) ? [] : [i]));
  const n = axes.reduce((product, a) => product * tensor.dims[a]!, 1);
  const rows = n === 0 ? 0 : tensor.size / n;
  const list = sorted(reshape(transpose(tensor, { axes: [...others, ...axes] }), [rows, n]), 1);
  const last = skipNan ? maximum(subtract(countNumbers(list, { axis: 1, keepdims: true }), 1), 0) : n - 1;
  const at = multiply(broadcastTo(reshape(parts, [1, parts.size]), [rows, parts.size]), last);
  const low = floor(at);
  const pick = (index: Tensor): Tensor => takeAlongAxis(list, cast(clip(index, 0, n - 1), "int32"), { axis: 1 });
  let y = read(pick(low), pick(ceil(at)), subtract(at, low));
  // NaN stands last: one spoils the row, or all of them do.
  y = where(isnan(slice(list, [0, skipNan ? 0 : n - 1], [rows, 1])), Number.NaN, y);
  const rest = tensor.dims.flatMap((d, i) => (axes.includes(i) ? (keepdims ? [1] : []) : [d]));
  return reshape(transpose(y), [...parts.dims, ...rest]);
}

/** Checks the options of a quantile in its own name. */
export function quantileOptions(place: string, options: QuantileOptions | undefined): QuantileOptions {
  return checkOptions(place, options, ["axis", "method", "keepdims"], `ops.${place}(x, 0.5, { axis: 1 })`);
}
