/** Functions of TensorFlow on images. */
import { toTensor } from "../../../core/convert";
import { type DType, isInteger } from "../../../core/dtypes";
import type { Tensor } from "../../../core/tensor";
import * as ops from "../../../ops/gen/public";
import type { Call, Make } from "./call";
import { methodOf, resized } from "./resizing";
import { type Table, table } from "./table";

/** The height and width of images, which must be known. */
function sizeOf(c: Call, x: Tensor): [number, number] {
  const [height, width] = x.shape.slice(-3);
  if (x.rank < 3 || typeof height !== "number" || typeof width !== "number") {
    throw c.refuse("needs the size of the images, which is unknown");
  }
  return [height, width];
}

/** Rows and columns from a place on. */
const cropped = (x: Tensor, [top, left]: readonly number[], [height, width]: readonly number[]): Tensor =>
  ops.getItem(x, ["...", { start: top, stop: top! + height! }, { start: left, stop: left! + width! }, ":"]);

/** Zeros around, so that the image lies at a place of a larger one. */
function bordered(c: Call, x: Tensor, [top, left]: readonly number[], size: readonly number[]): Tensor {
  const [height, width] = sizeOf(c, x);
  const borders = [
    [top!, size[0]! - top! - height],
    [left!, size[1]! - left! - width],
  ];
  if (borders.flat().some((cells) => cells < 0)) throw c.refuse("pads to a size that is too small");
  const before = x.shape.slice(0, -3).map(() => [0, 0]);
  return ops.pad(x, [...before, ...borders, [0, 0]] as [number, number][]);
}

const target = (c: Call): [number, number] => [c.whole(undefined, "target_height"), c.whole(undefined, "target_width")];
const offset = (c: Call): [number, number] => [c.whole(undefined, "offset_height"), c.whole(undefined, "offset_width")];

const centralCrop: Make = (c) => {
  const x = c.tensor;
  const size = sizeOf(c, x);
  const fraction = c.number(undefined, "central_fraction");
  const start = size.map((length) => Math.trunc((length - length * fraction) / 2));
  return cropped(
    x,
    start,
    size.map((length, i) => length - 2 * start[i]!),
  );
};

/** Cropped where the image is larger, zeros around where it is smaller, both in the middle. */
const cropOrPad: Make = (c) => {
  const size = target(c);
  const own = sizeOf(c, c.tensor);
  const over = own.map((length, i) => Math.max(0, Math.floor((length - size[i]!) / 2)));
  const kept = own.map((length, i) => Math.min(length, size[i]!));
  const under = own.map((length, i) => Math.max(0, Math.floor((size[i]! - length) / 2)));
  return bordered(c, cropped(c.tensor, over, kept), under, size);
};

/** Resized in its aspect ratio, with zeros around. */
const resizeWithPad: Make = (c) => {
  const x = c.tensor;
  const size = target(c);
  const own = sizeOf(c, x);
  const ratio = Math.max(...own.map((length, i) => Math.fround(length / size[i]!)));
  const exact = own.map((length) => Math.fround(length / ratio));
  const border = exact.map((length, i) => Math.max(0, Math.floor((size[i]! - length) / 2)));
  const old = c.function.startsWith("compat.");
  const small = resized(c, x, exact.map(Math.floor), methodOf(c), {
    antialias: c.flag("antialias"),
    alignCorners: c.flag("align_corners"),
    halfPixels: !old,
  });
  return bordered(c, small, border, size);
};

const turned = (x: Tensor): Tensor => ops.swapaxes(x, -3, -2);

const rot90: Make = (c) => {
  const x = c.tensor;
  const quarters = ((c.whole(1, "k") % 4) + 4) % 4;
  if (quarters === 0) return ops.copy(x);
  if (quarters === 2) return ops.flip(x, { axis: [-3, -2] });
  return quarters === 1 ? turned(ops.flip(x, { axis: -2 })) : ops.flip(turned(x), { axis: -2 });
};

// ---------------------------------------------------------------- colours

/** Whole numbers would be scaled to 1 and back. */
function floats(c: Call): Tensor {
  const x = c.tensor;
  if (isInteger(x.dtype)) throw c.refuse("changes the colours of images of whole numbers");
  return x;
}

const contrast: Make = (c) => {
  const x = floats(c);
  const mean = ops.mean(x, { axis: [-3, -2], keepdims: true });
  return ops.add(ops.multiply(ops.subtract(x, mean), c.other("contrast_factor")), mean);
};

const gamma: Make = (c) => ops.multiply(ops.power(floats(c), c.number(1, "gamma")), c.number(1, "gain"));

/** Colours changed as hue, saturation and value. */
const asHsv =
  (change: (c: Call, h: Tensor, s: Tensor) => [Tensor, Tensor]): Make =>
  (c) => {
    const hsv = ops.image.rgbToHsv(floats(c));
    const [h, s, v] = ops.split(hsv, 3, { axis: -1 }) as [Tensor, Tensor, Tensor];
    return ops.image.hsvToRgb(ops.concatenate([...change(c, h, s), v], { axis: -1 }));
  };

const saturation = asHsv((c, h, s) => [
  h,
  ops.clip(ops.multiply(s, c.number(undefined, "saturation_factor", "scale")), 0, 1),
]);
const hue = asHsv((c, h, s) => [ops.mod(ops.add(h, c.number(undefined, "delta")), 1), s]);

const grayscaleToRgb: Make = (c) => {
  const { x } = c;
  return ops.concatenate([x, x, x], { axis: -1 });
};

/** A matrix of colours. */
const colours =
  (matrix: readonly (readonly number[])[]): Make =>
  (c) =>
    ops.matmul(c.x, toTensor(c.function, matrix));

const RGB_TO_YIQ = [
  [0.299, 0.59590059, 0.2115],
  [0.587, -0.27455667, -0.52273617],
  [0.114, -0.32134392, 0.31119955],
];
const YIQ_TO_RGB = [
  [1, 1, 1],
  [0.95598634, -0.27201283, -1.10674021],
  [0.6208248, -0.64720424, 1.70423049],
];
const RGB_TO_YUV = [
  [0.299, -0.14714119, 0.61497538],
  [0.587, -0.28886916, -0.51496512],
  [0.114, 0.43601035, -0.10001026],
];
const YUV_TO_RGB = [
  [1, 1, 1],
  [0, -0.394642334, 2.03206185],
  [1.13988303, -0.58062185, 0],
];

/** The largest numbers of whole dtypes. */
const LARGEST: Readonly<Partial<Record<DType, number>>> = { uint8: 255, int8: 127, int32: 2147483647 };

const convertDType: Make = (c) => {
  const x = c.tensor;
  const dtype = c.dtype("float32", "dtype");
  const [from, to] = [LARGEST[x.dtype], LARGEST[dtype]];
  if (x.dtype === dtype) return ops.copy(x);
  if (from && dtype === "float32") return ops.multiply(ops.cast(x, dtype), 1 / from);
  if (!to || x.dtype !== "float32") throw c.refuse(`makes ${dtype} of ${x.dtype}`);
  const scaled = ops.multiply(x, to + 0.5);
  return ops.cast(c.flag("saturate") ? ops.clip(scaled, dtype === "uint8" ? 0 : -to - 1, to) : scaled, dtype);
};

/** Each image less its mean, divided by its deviation. */
const standardization: Make = (c) => {
  // tf.keras 2.4 gave whole numbers of the dtype it was given.
  const x = ops.cast(c.isFirst ? floats(c) : c.x, "float32");
  const size = [...sizeOf(c, x), x.shape[x.rank - 1]];
  if (typeof size[2] !== "number") throw c.refuse("needs the number of channels");
  const fold = { axis: [-1, -2, -3], keepdims: true };
  const least = 1 / Math.sqrt((size as number[]).reduce((n, length) => n * length, 1));
  return ops.divide(ops.subtract(x, ops.mean(x, fold)), ops.maximum(ops.std(x, fold), least));
};

// ---------------------------------------------------------------- patches and measures

const patches: Make = (c) => {
  const inner = (...names: string[]): number[] => {
    const sizes = c.numbers(...names);
    if (sizes.length !== 4 || sizes[0] !== 1 || sizes[3] !== 1) throw c.refuse("goes over the batch or channels");
    return sizes.slice(1, 3);
  };
  const size = inner("sizes", "ksizes");
  const rates = inner("rates");
  if (rates[0] !== rates[1]) throw c.refuse("has different rates for height and width");
  return ops.image.extractPatches(c.x, size as [number, number], {
    strides: inner("strides") as [number, number],
    dilationRate: rates[0]!,
    padding: c.text("VALID", "padding").toLowerCase(),
  });
};

/** 10 log10(max^2 / mean squared error) of each image. */
const psnr: Make = (c) => {
  const [a, b] = c.pair("b");
  const limit = c.number(undefined, "max_val");
  const error = ops.mean(ops.square(ops.subtract(a, b)), { axis: [-3, -2, -1] });
  const decibel = 10 / Math.LN10;
  return ops.subtract(20 * Math.log10(limit), ops.multiply(ops.log(error), decibel));
};

const ssim: Make = (c) => {
  if (c.flag("return_index_map")) throw c.refuse("returns a map");
  const [a, b] = c.pair("img2");
  return ops.image.ssim(a, b, {
    maxVal: c.number(undefined, "max_val"),
    filterSize: c.whole(11, "filter_size"),
    filterSigma: c.number(1.5, "filter_sigma"),
    k1: c.number(0.01, "k1"),
    k2: c.number(0.03, "k2"),
  });
};

/** The sum of the differences between neighbours. */
const totalVariation: Make = (c) => {
  const x = c.tensor;
  const steps = [-3, -2].map((axis) => {
    const part = (span: object): Tensor =>
      ops.getItem(
        x,
        x.shape.map((_, i) => (i === axis + x.rank ? span : ":")),
      );
    const difference = ops.absolute(ops.subtract(part({ start: 1 }), part({ stop: -1 })));
    return ops.sum(difference, { axis: [-3, -2, -1] });
  });
  return ops.add(steps[0]!, steps[1]!);
};

/** On images. */
export const IMAGES: Table = /* @__PURE__ */ table({
  flip_left_right: (c) => ops.flip(c.x, { axis: -2 }),
  flip_up_down: (c) => ops.flip(c.x, { axis: -3 }),
  "image.transpose compat.v1.image.transpose transpose_image": (c) => turned(c.tensor),
  rot90: rot90,
  central_crop: centralCrop,
  crop_to_bounding_box: (c) => cropped(c.tensor, offset(c), target(c)),
  pad_to_bounding_box: (c) => bordered(c, c.tensor, offset(c), target(c)),
  "resize_with_crop_or_pad resize_image_with_crop_or_pad": cropOrPad,
  "resize_with_pad resize_image_with_pad": resizeWithPad,
  adjust_brightness: (c) => ops.add(floats(c), c.other("delta")),
  adjust_contrast: contrast,
  adjust_gamma: gamma,
  adjust_saturation: saturation,
  adjust_hue: hue,
  rgb_to_grayscale: (c) => ops.image.rgbToGrayscale(floats(c)),
  grayscale_to_rgb: grayscaleToRgb,
  rgb_to_yiq: colours(RGB_TO_YIQ),
  yiq_to_rgb: colours(YIQ_TO_RGB),
  rgb_to_yuv: colours(RGB_TO_YUV),
  yuv_to_rgb: colours(YUV_TO_RGB),
  convert_image_dtype: convertDType,
  per_image_standardization: standardization,
  "extract_patches extract_image_patches": patches,
  psnr: psnr,
  ssim: ssim,
  total_variation: totalVariation,
});
