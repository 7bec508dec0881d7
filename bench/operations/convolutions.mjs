// Convolutions of one picture, forward and both gradients.
import { LAYERS } from "./nets.mjs";

/** How output places, taps and input places of one axis belong together. */
function axisOf({ side, kernel, strides, padding }) {
  const out = padding === "same" ? Math.ceil(side / strides) : Math.floor((side - kernel) / strides) + 1;
  const before = padding === "same" ? Math.max((out - 1) * strides + kernel - side, 0) >> 1 : 0;
  /** The input place under a tap, or -1 beside the picture. */
  const under = (o, tap) => {
    const at = o * strides + tap - before;
    return at < side ? at : -1;
  };
  let taps = 0;
  for (let o = 0; o < out; o++) for (let tap = 0; tap < kernel; tap++) if (under(o, tap) >= 0) taps++;
  return { out, before, under, taps };
}

/** y[oy, ox, f] += x[iy, ix, c] k[ky, kx, c, f], or for each channel by itself. */
function operations(layer) {
  const { net, count, side, channels, filters, kernel, strides, padding, depthwise } = layer;
  const { out, before, under, taps } = axisOf(layer);
  const x = { shape: [1, side, side, channels], seed: 1 };
  const k = { shape: [kernel, kernel, channels, depthwise ? 1 : filters], seed: 2 };
  const y = { shape: [1, out, out, filters], seed: 3 };
  const own = depthwise ? 1 : filters;
  const [xAt, yAt] = [(iy, ix, c) => (iy * side + ix) * channels + c, (oy, ox, f) => (oy * out + ox) * filters + f];
  const kAt = (ky, kx, c, f) => ((ky * kernel + kx) * channels + c) * own + f;

  const forward = ([xs, ks]) => {
    return (_, index) => {
      const f = index % filters;
      const ox = Math.floor(index / filters) % out;
      const oy = Math.floor(index / filters / out);
      let sum = 0;
      for (let ky = 0; ky < kernel; ky++) {
        for (let kx = 0; kx < kernel; kx++) {
          const [iy, ix] = [under(oy, ky), under(ox, kx)];
          if (iy < 0 || ix < 0) continue;
          if (depthwise) sum += xs[xAt(iy, ix, f)] * ks[kAt(ky, kx, f, 0)];
          else for (let c = 0; c < channels; c++) sum += xs[xAt(iy, ix, c)] * ks[kAt(ky, kx, c, f)];
        }
      }
      return sum;
    };
  };
  const toInput = ([, ks, gs]) => {
    return (_, index) => {
      const c = index % channels;
      const ix = Math.floor(index / channels) % side;
      const iy = Math.floor(index / channels / side);
      let sum = 0;
      for (let ky = 0; ky < kernel; ky++) {
        for (let kx = 0; kx < kernel; kx++) {
          const [oy, ox] = [(iy + before - ky) / strides, (ix + before - kx) / strides];
          if (!Number.isInteger(oy) || !Number.isInteger(ox) || oy < 0 || ox < 0 || oy >= out || ox >= out) continue;
          if (depthwise) sum += gs[yAt(oy, ox, c)] * ks[kAt(ky, kx, c, 0)];
          else for (let f = 0; f < filters; f++) sum += gs[yAt(oy, ox, f)] * ks[kAt(ky, kx, c, f)];
        }
      }
      return sum;
    };
  };
  const toKernel = ([xs, , gs]) => {
    return (_, index) => {
      const f = index % own;
      const c = Math.floor(index / own) % channels;
      const kx = Math.floor(index / own / channels) % kernel;
      const ky = Math.floor(index / own / channels / kernel);
      let sum = 0;
      for (let oy = 0; oy < out; oy++) {
        for (let ox = 0; ox < out; ox++) {
          const [iy, ix] = [under(oy, ky), under(ox, kx)];
          if (iy >= 0 && ix >= 0) sum += xs[xAt(iy, ix, c)] * gs[yAt(oy, ox, depthwise ? c : f)];
        }
      }
      return sum;
    };
  };

  const kind = depthwise ? "depthwise" : "conv";
  const title = `${net} ${kind} ${kernel}x${kernel}/${strides} ${side}x${side}x${channels}${depthwise ? "" : ` to ${filters}`}`;
  const common = {
    group: "conv",
    net,
    count,
    layer: { strides, padding, depthwise },
    flops: 2 * taps * taps * channels * own,
    bytes: 4 * [x, k, y].reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
  };
  const of = (what, call, inputs, result, expected) => ({
    ...common,
    name: `${title}, ${what}`,
    call,
    inputs,
    outputs: [result.shape],
    expected,
  });
  return [
    of("forward", "conv", [x, k], y, forward),
    of("to input", "convInput", [x, k, y], x, toInput),
    of("to kernel", "convKernel", [x, k, y], k, toKernel),
  ];
}

export const convolutions = LAYERS.flatMap(operations);
