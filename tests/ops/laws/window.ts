/** Naive convolutions and pools in float64: plain loops over TensorFlow's rule of padding. */

/** A window over one image axis: sizes of input and output, padding before. */
export interface Axis {
  size: number;
  kernel: number;
  stride: number;
  dilation: number;
  out: number;
  before: number;
}

export function axis(size: number, kernel: number, stride: number, dilation: number, same: boolean): Axis {
  const reach = (kernel - 1) * dilation + 1;
  const out = same ? Math.ceil(size / stride) : Math.floor((size - reach) / stride) + 1;
  const before = same ? Math.floor(Math.max(0, (out - 1) * stride + reach - size) / 2) : 0;
  return { size, kernel, stride, dilation, out, before };
}

/** Calls `visit` for each cell of each window that lies inside the image. */
function cells(h: Axis, w: Axis, oh: number, ow: number, visit: (y: number, x: number, tap: number) => void): void {
  for (let kh = 0; kh < h.kernel; kh++) {
    for (let kw = 0; kw < w.kernel; kw++) {
      const y = oh * h.stride - h.before + kh * h.dilation;
      const x = ow * w.stride - w.before + kw * w.dilation;
      if (y >= 0 && y < h.size && x >= 0 && x < w.size) visit(y, x, kh * w.kernel + kw);
    }
  }
}

/** x [images, height, width, channels], kernel [kh, kw, channels / groups, filters]. */
export function conv(
  x: ArrayLike<number>,
  kernel: ArrayLike<number>,
  images: number,
  h: Axis,
  w: Axis,
  channels: number,
  filters: number,
  groups: number,
): Float64Array {
  const y = new Float64Array(images * h.out * w.out * filters);
  const [own, each] = [channels / groups, filters / groups];
  let at = 0;
  for (let n = 0; n < images; n++)
    for (let oh = 0; oh < h.out; oh++)
      for (let ow = 0; ow < w.out; ow++, at += filters)
        cells(h, w, oh, ow, (r, c, tap) => {
          const cell = ((n * h.size + r) * w.size + c) * channels;
          for (let f = 0; f < filters; f++) {
            const group = Math.floor(f / each);
            let sum = 0;
            for (let k = 0; k < own; k++) sum += x[cell + group * own + k]! * kernel[(tap * own + k) * filters + f]!;
            y[at + f]! += sum;
          }
        });
  return y;
}

/** x [images, height, width, channels], kernel [kh, kw, channels, multiplier]. */
export function depthwise(
  x: ArrayLike<number>,
  kernel: ArrayLike<number>,
  images: number,
  h: Axis,
  w: Axis,
  channels: number,
  multiplier: number,
): Float64Array {
  const filters = channels * multiplier;
  const y = new Float64Array(images * h.out * w.out * filters);
  let at = 0;
  for (let n = 0; n < images; n++)
    for (let oh = 0; oh < h.out; oh++)
      for (let ow = 0; ow < w.out; ow++, at += filters)
        cells(h, w, oh, ow, (r, c, tap) => {
          const cell = ((n * h.size + r) * w.size + c) * channels;
          for (let f = 0; f < filters; f++) {
            y[at + f]! += x[cell + Math.floor(f / multiplier)]! * kernel[tap * filters + f]!;
          }
        });
  return y;
}

/** The largest cell of each window, or the mean of the cells inside the image. */
export function pool(
  x: ArrayLike<number>,
  images: number,
  h: Axis,
  w: Axis,
  channels: number,
  mean: boolean,
): Float64Array {
  const y = new Float64Array(images * h.out * w.out * channels);
  let at = 0;
  for (let n = 0; n < images; n++)
    for (let oh = 0; oh < h.out; oh++)
      for (let ow = 0; ow < w.out; ow++)
        for (let c = 0; c < channels; c++, at++) {
          const seen: number[] = [];
          cells(h, w, oh, ow, (r, q) => seen.push(x[((n * h.size + r) * w.size + q) * channels + c]!));
          y[at] = mean ? seen.reduce((a, b) => a + b, 0) / seen.length : Math.max(...seen);
        }
  return y;
}
