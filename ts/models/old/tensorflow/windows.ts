/** Functions of TensorFlow that go over space: convolutions and pools. */
import { toTensor } from "../../../core/convert";
import type { Tensor } from "../../../core/tensor";
import * as ops from "../../../ops/gen/public";
import type { Call, Make } from "./call";
import { type Table, table } from "./table";

/** How a window lies: one number for each axis of space. */
interface Lie {
  readonly channelsFirst: boolean;
  readonly axes: number;
}

function lieOf(c: Call, x: Tensor, axes = x.rank - 2): Lie {
  return { channelsFirst: c.text("N..C", "data_format").startsWith("NC"), axes };
}

/** Sizes as TensorFlow takes them: one, one for each axis of space, or for each axis of the tensor. */
function spatial(c: Call, { axes, channelsFirst }: Lie, fallback: number, ...names: string[]): number[] {
  const list = c.get(...names) === undefined ? [fallback] : c.numbers(...names);
  if (list.length === 1) return Array.from({ length: axes }, () => list[0]!);
  if (list.length === axes) return list;
  const from = channelsFirst ? 2 : 1;
  const rest = list.filter((_, i) => i < from || i >= from + axes);
  if (list.length !== axes + 2 || rest.some((size) => size !== 1)) throw c.refuse("goes over the batch or channels");
  return list.slice(from, from + axes);
}

/** One number where all are alike: Keras 3 on JAX reads no lists for pools. */
const short = (sizes: readonly number[]): number | readonly number[] =>
  sizes.every((size) => size === sizes[0]) ? sizes[0]! : sizes;

const format = ({ channelsFirst }: Lie): { dataFormat: string } => ({
  dataFormat: channelsFirst ? "channels_first" : "channels_last",
});

/** "valid" or "same"; borders that a file gives are put on before. */
function padded(c: Call, x: Tensor, { axes, channelsFirst }: Lie, edge = 0): { x: Tensor; padding: string } {
  const given = c.get("padding");
  const padding = typeof given === "string" ? given.toLowerCase() : "explicit";
  if (padding === "valid" || padding === "same") return { x, padding };
  const list = c.nested(Array.isArray(given) ? given : c.get("explicit_paddings"));
  const flat = Array.isArray(list) ? list.flat() : [];
  const borders = Array.from({ length: axes + 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
  if (flat.length !== 2 * (axes + 2) || !flat.every((size) => Number.isInteger(size))) {
    throw c.refuse("has a padding that is unknown");
  }
  const at = channelsFirst ? [0, 1] : [0, axes + 1];
  if (at.some((i) => borders[i]!.some((size) => size !== 0))) throw c.refuse("pads the batch or channels");
  return { x: ops.pad(x, borders as [number, number][], { constantValues: edge }), padding: "valid" };
}

const filters = (c: Call): Tensor => toTensor(c.function, c.other("filters", "filter"));

/** The window of a convolution; version 1 calls the dilation a rate. */
function conv(c: Call, input: Tensor, kernel: Tensor, f: typeof ops.conv | typeof ops.depthwiseConv): Tensor {
  const lie = lieOf(c, input);
  const { x, padding } = padded(c, input, lie);
  const strides = short(spatial(c, lie, 1, "strides", "stride"));
  const dilationRate = short(spatial(c, lie, 1, "dilations", "rate", "dilation_rate"));
  return f(x, kernel, { strides, padding, dilationRate, ...format(lie) });
}

/** A kernel of one axis more, the outputs of each channel side by side. */
const separable: Make = (c) => {
  const depthwise = toTensor(c.function, c.other("depthwise_filter"));
  const y = conv(c, c.tensor, depthwise, ops.depthwiseConv);
  return ops.conv(y, c.other("pointwise_filter"), { ...format(lieOf(c, y)) });
};

/** What space the output has decides how much of the last steps it keeps. */
const convTranspose: Make = (c) => {
  const x = c.tensor;
  const kernel = filters(c);
  const lie = lieOf(c, x);
  const padding = c.text("SAME", "padding").toLowerCase();
  const strides = spatial(c, lie, 1, "strides", "stride");
  const dilationRate = spatial(c, lie, 1, "dilations");
  const [from, to] = lie.channelsFirst ? [2, lie.axes + 2] : [1, lie.axes + 1];
  const wanted = c.sizes(c.get("output_shape"), "output_shape");
  const sizes = wanted.length === lie.axes ? wanted : wanted.slice(from, to);
  const outputPadding = sizes.map((size, i) => {
    const [own, taps] = [x.shape[from + i], kernel.shape[i]];
    if (typeof own !== "number" || typeof taps !== "number" || typeof size !== "number") return undefined;
    const reach = (taps - 1) * dilationRate[i]! + 1;
    const least = (own - 1) * strides[i]! + (padding === "valid" ? reach : reach % 2);
    return size - least;
  });
  return ops.convTranspose(x, kernel, {
    strides: short(strides),
    padding,
    dilationRate: short(dilationRate),
    ...(outputPadding.includes(undefined) ? {} : { outputPadding: short(outputPadding as number[]) }),
    ...format(lie),
  });
};

const pool =
  (f: typeof ops.maxPool | typeof ops.averagePool, edge: number, sizeNames: string[] = ["ksize"]): Make =>
  (c) => {
    const input = c.first === undefined ? toTensor(c.function, c.other("input", "value")) : c.tensor;
    const lie = lieOf(c, input);
    const { x, padding } = padded(c, input, lie, edge);
    const size = short(spatial(c, lie, 1, ...sizeNames));
    return f(x, size, { strides: short(spatial(c, lie, 1, "strides")), padding, ...format(lie) });
  };

const anyPool: Make = (c) => {
  if (
    c.get("dilations", "dilation_rate") !== undefined &&
    c.numbers("dilations", "dilation_rate").some((n) => n !== 1)
  ) {
    throw c.refuse("pools with a dilation");
  }
  const kind = c.text("MAX", "pooling_type");
  const edge = kind === "MAX" ? Number.NEGATIVE_INFINITY : 0;
  return pool(kind === "MAX" ? ops.maxPool : ops.averagePool, edge, ["window_shape"])(c);
};

const convOf =
  (f: typeof ops.conv | typeof ops.depthwiseConv): Make =>
  (c) =>
    conv(c, c.tensor, filters(c), f);

/** Over space. */
export const WINDOWS: Table = /* @__PURE__ */ table({
  "conv1d conv2d conv3d convolution atrous_conv2d": convOf(ops.conv),
  "depthwise_conv2d depthwise_conv2d_native": convOf(ops.depthwiseConv),
  separable_conv2d: separable,
  "conv1d_transpose conv2d_transpose conv3d_transpose conv_transpose": convTranspose,
  "conv2d_backprop_input conv3d_backprop_input": convTranspose,
  "max_pool max_pool1d max_pool2d max_pool3d": pool(ops.maxPool, Number.NEGATIVE_INFINITY),
  "avg_pool avg_pool1d avg_pool2d avg_pool3d": pool(ops.averagePool, 0),
  pool: anyPool,
});
