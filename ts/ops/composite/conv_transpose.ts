import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import { makeNode, type Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { convInputOp } from "../conv_input";
import { asLine, asPlane, spatial } from "../kinds/spatial";
import { planeWindow } from "../kinds/volume";
import {
  type ConvOptions,
  channelsFirst,
  flatWindow,
  geometryOf,
  sizesOf,
  type Window,
  windowOf,
} from "../kinds/window";
import { pad } from "../pad";
import { slice } from "../slice";
import { transpose } from "../transpose";
import { reshape } from "../view/reshape";

/** Options of `convTranspose`. */
export interface ConvTransposeOptions extends ConvOptions {
  /** How much longer the output is than its shortest; by Keras's rule when absent. */
  outputPadding?: number | readonly number[] | null;
}

/** The size of an output, and how much of its full reach is cut off before it. */
interface Place {
  out: number;
  before: number;
}

/** Keras's rule for one axis. */
function placeAlong(size: number, window: Window, axis: number, outputPadding: number | undefined): Place {
  const stride = window.strides[axis]!;
  const reach = (window.kernel[axis]! - 1) * window.dilation[axis]! + 1;
  const odd = reach % 2;
  const out =
    window.padding === "valid"
      ? (size - 1) * stride + reach + (outputPadding ?? Math.max(stride - reach, 0))
      : outputPadding === undefined
        ? size * stride
        : (size - 1) * stride + odd + outputPadding;
  if (window.padding === "valid") return { out, before: 0 };
  // Of the zeros around the spread input, the larger half stands before it, up to the kernel's reach.
  const border = out - (size - 1) * stride - 1 + (reach - 1);
  return { out, before: reach - 1 - Math.min(Math.ceil(border / 2), reach - 1) };
}

/** The transposed convolution of x [images, ...spatial, channels] with a kernel [...spatial, filters, channels]. */
export function transposedConvolution(
  where: string,
  x: Tensor,
  kernel: Tensor,
  window: Window,
  outputPadding: readonly number[] | undefined,
): Tensor {
  const axes = x.rank - 2;
  if (kernel.rank !== axes + 2 || kernel.dims[kernel.rank - 1] !== x.dims[x.rank - 1]) {
    throw new ShapeError(where, "the kernel does not fit the input", {
      expected: `${axes} sizes, filters and ${x.dims[x.rank - 1]} channels`,
      received: { "kernel.shape": kernel.shape },
    });
  }
  const places = window.kernel.map((_, i) => placeAlong(x.dims[i + 1]!, window, i, outputPadding?.[i]));
  if (axes === 3) return volume(x, kernel, window, places);
  if (axes === 2) return plane(x, kernel, window, places);
  const whole = { out: 1, before: 0 };
  return asLine(plane(asPlane(x), reshape(kernel, [1, ...kernel.dims]), flatWindow(window), [whole, ...places]));
}

/** The gradient of a convolution to its input: x is the gradient of its output. */
function plane(x: Tensor, kernel: Tensor, window: Window, places: readonly Place[]): Tensor {
  const [n, h, w, channels] = x.dims as [number, number, number, number];
  const image = [n, places[0]!.out, places[1]!.out, kernel.dims[2]!];
  const own = { out: [h, w], before: places.map(({ before }) => before) };
  return makeNode(convInputOp, [x, kernel], { geometry: geometryOf(image, window, own, channels, 1) });
}

/** Over three axes: each tap of the kernel's depth gives slices of images, which are added where they belong. */
function volume(x: Tensor, kernel: Tensor, window: Window, places: readonly Place[]): Tensor {
  const [n, d, h, w, channels] = x.dims as [number, number, number, number, number];
  const [kd, kh, kw, filters] = kernel.dims as [number, number, number, number];
  const [stride, dilation] = [window.strides[0]!, window.dilation[0]!];
  const flat = reshape(transpose(kernel, { axes: [1, 2, 0, 3, 4] }), [kh, kw, kd * filters, channels]);
  const all = plane(reshape(x, [n * d, h, w, channels]), flat, planeWindow(window), places.slice(1));
  const [, oh, ow] = all.dims as [number, number, number, number];
  const [{ out, before }] = places as [Place];
  const parts = reshape(all, [n, d, oh * ow, kd, filters]);
  const length = Math.max((kd - 1) * dilation + d * stride, before + out);
  const none = [0, 0] as const;
  let sum: Tensor | undefined;
  for (let tap = 0; tap < kd; tap++) {
    const part = reshape(slice(parts, [0, 0, 0, tap, 0], [n, d, oh * ow, 1, filters]), [n, d, 1, oh * ow, filters]);
    const spread = reshape(pad(part, [none, none, [0, stride - 1], none, none]), [n, d * stride, oh * ow, filters]);
    const at = tap * dilation;
    const placed = pad(spread, [none, [at, length - at - d * stride], none, none]);
    sum = sum ? add(sum, placed) : placed;
  }
  return reshape(slice(sum!, [0, before, 0, 0], [n, out, oh * ow, filters]), [n, out, oh, ow, filters]);
}

function convolve(inputs: TensorLike, kernel: TensorLike, options?: ConvTransposeOptions): Tensor {
  const where = "conv_transpose";
  const form = 'ops.convTranspose(x, kernel, { strides: 2, padding: "same" })';
  const keys = ["strides", "padding", "outputPadding", "dataFormat", "dilationRate"];
  const own = checkOptions(where, options, keys, form);
  const { x, axes, back } = spatial(where, inputs, channelsFirst(where, own.dataFormat));
  const k = cast(toTensor(where, kernel), "float32");
  const extra = own.outputPadding ?? undefined;
  const outputPadding = extra === undefined ? undefined : sizesOf(where, "outputPadding", extra, axes, 0);
  return back(transposedConvolution(where, x, k, windowOf(where, k.dims.slice(0, axes), own), outputPadding));
}

/**
 * The transposed convolution over one to three spatial axes: every cell of the input spreads the kernel over the output.
 *
 * @param inputs [batch, ...spatial, channels]
 * @param kernel [...spatial, filters, channels]
 * @throws ShapeError when channels do not match.
 * @example ops.convTranspose(ops.ones([1, 5, 5, 1]), ops.ones([3, 3, 2, 1]), { strides: 2 }).shape // [ 1, 11, 11, 2 ]
 */
export const convTranspose: (inputs: TensorLike, kernel: TensorLike, options?: ConvTransposeOptions) => Tensor =
  callable("conv_transpose", convolve);
