/** Windows over three spatial axes, made of windows over two. */
import type { Tensor } from "../../core/tensor";
import { concatenate } from "../concatenate";
import { pad } from "../pad";
import { slice } from "../slice";
import { transpose } from "../transpose";
import { reshape } from "../view/reshape";
import { along, type Window } from "./window";

/** A convolution over two spatial axes. */
export type PlaneConv = (where: string, x: Tensor, kernel: Tensor, window: Window, groups: number) => Tensor;
/** A pool over two spatial axes. */
export type PlanePool = (where: string, x: Tensor, window: Window) => Tensor;

/** The window without its first axis. */
export function planeWindow({ kernel, strides, dilation, padding }: Window): Window {
  return { kernel: kernel.slice(1), strides: strides.slice(1), dilation: dilation.slice(1), padding };
}

/**
 * The convolution of x [images, depth, height, width, channels] with a kernel [depth, height, width, own channels,
 * filters]: the slices that the kernel meets along the depth stand side by side as channels of images.
 */
export function convVolume(
  where: string,
  x: Tensor,
  kernel: Tensor,
  window: Window,
  groups: number,
  plane: PlaneConv,
): Tensor {
  const [n, , h, w] = x.dims as [number, number, number, number, number];
  const [kd, kh, kw, own, filters] = kernel.dims as [number, number, number, number, number];
  const { out, slices } = depthSlices(where, x, window);
  // The channels of a group stay together: [group, tap, channel].
  const apart = slices.map((part) => reshape(part, [n * out, h, w, groups, 1, own]));
  const images = reshape(concatenate(apart, { axis: 4 }), [n * out, h, w, groups * kd * own]);
  const flat = reshape(transpose(kernel, { axes: [1, 2, 0, 3, 4] }), [kh, kw, kd * own, filters]);
  const y = plane(where, images, flat, planeWindow(window), groups);
  return reshape(y, [n, out, ...y.dims.slice(1)]);
}

/** What each tap of the kernel's depth meets, [images, out, ...], and the size out. */
function depthSlices(where: string, x: Tensor, window: Window): { out: number; slices: Tensor[] } {
  const [kd, stride, dilation] = [window.kernel[0]!, window.strides[0]!, window.dilation[0]!];
  const [n, d, ...rest] = x.dims as [number, number, ...number[]];
  const { out, before } = along(where, d, window, 0);
  const needed = Math.max(before + d, (kd - 1) * dilation + out * stride);
  const padded = Math.ceil(needed / stride) * stride;
  const none = [0, 0] as const;
  const border = pad(x, [none, [before, padded - before - d], ...rest.map(() => none)]);
  const phases = reshape(border, [n, padded / stride, stride, ...rest]);
  const zeros = rest.map(() => 0);
  const slices = Array.from({ length: kd }, (_, tap) => {
    const at = tap * dilation;
    return slice(phases, [0, Math.floor(at / stride), at % stride, ...zeros], [n, out, 1, ...rest]);
  });
  return { out, slices };
}

/** A pool of x [images, depth, height, width, channels]: over height and width, then over the depth. */
export function poolVolume(where: string, x: Tensor, window: Window, plane: PlanePool): Tensor {
  const [n, d, h, w, c] = x.dims as [number, number, number, number, number];
  const flat = plane(where, reshape(x, [n * d, h, w, c]), planeWindow(window));
  const [, oh, ow] = flat.dims as [number, number, number, number];
  const column = { ...window, kernel: [window.kernel[0]!, 1], strides: [window.strides[0]!, 1], dilation: [1, 1] };
  const y = plane(where, reshape(flat, [n, d, oh * ow, c]), column);
  return reshape(y, [n, y.dims[1]!, oh, ow, c]);
}
