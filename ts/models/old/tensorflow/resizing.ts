/** Images in another size, as each version of TensorFlow made them. */
import { toTensor } from "../../../core/convert";
import { isInteger } from "../../../core/dtypes";
import type { Tensor } from "../../../core/tensor";
import * as ops from "../../../ops/gen/public";
import type { Call, Make } from "./call";
import { type Table, table } from "./table";

/** The largest height or width. */
const MOST = 2 ** 14;

/** How an axis is sampled: TensorFlow 1 did not look at the middle of a cell. */
interface Sampling {
  readonly alignCorners: boolean;
  readonly halfPixels: boolean;
}

/** What each new cell takes of the old ones: weights by places. */
type Weights = (size: number, out: number, sampling: Sampling) => (readonly [place: number, weight: number])[][];

const scaleOf = (size: number, out: number, { alignCorners }: Sampling): number =>
  Math.fround(alignCorners && out > 1 ? (size - 1) / (out - 1) : size / out);

/** Where new cells lie among the old ones. */
const positions = (size: number, out: number, sampling: Sampling): number[] => {
  const scale = scaleOf(size, out, sampling);
  return Array.from({ length: out }, (_, i) =>
    Math.fround(sampling.halfPixels ? (i + 0.5) * scale - 0.5 : Math.fround(i * scale)),
  );
};

const linear: Weights = (size, out, sampling) =>
  positions(size, out, sampling).map((at) => {
    const low = Math.floor(at);
    return [
      [Math.max(low, 0), 1 - (at - low)],
      [Math.min(low + 1, size - 1), at - low],
    ];
  });

/** A cubic convolution in steps of 1 / 1024; its slope tells how much the neighbours count. */
const cubic: Weights = (size, out, sampling) => {
  const slope = sampling.halfPixels ? -0.5 : -0.75;
  const inner = (x: number): number => ((slope + 2) * x - (slope + 3)) * x * x + 1;
  const outer = (x: number): number => ((slope * x - 5 * slope) * x + 8 * slope) * x - 4 * slope;
  return positions(size, out, sampling).map((at) => {
    const low = Math.floor(at);
    const t = Math.round((at - low) * 1024) / 1024;
    const cells = [outer(t + 1), inner(t), inner(1 - t), outer(2 - t)].map(
      (weight, i) => [low - 1 + i, weight] as const,
    );
    // TensorFlow 1 let the edge stand for what is outside.
    if (!sampling.halfPixels) return cells.map(([place, weight]) => [Math.min(Math.max(place, 0), size - 1), weight]);
    const inside = cells.filter(([place]) => place >= 0 && place < size);
    const sum = inside.reduce((total, [, weight]) => total + weight, 0);
    return inside.map(([place, weight]) => [place, weight / sum]);
  });
};

const area: Weights = (size, out, sampling) => {
  const scale = scaleOf(size, out, sampling);
  return Array.from({ length: out }, (_, i) => {
    const [from, to] = [i * scale, (i + 1) * scale];
    const cells = Array.from({ length: Math.ceil(to) - Math.floor(from) }, (_, j) => Math.floor(from) + j);
    return cells.map((cell) => {
      const share = Math.min(cell + 1, to) - Math.max(cell, from);
      return [Math.min(cell, size - 1), share / scale] as const;
    });
  });
};

/** The place that the nearest new cell takes. */
const nearestPlaces = (size: number, out: number, sampling: Sampling): number[] => {
  const scale = scaleOf(size, out, sampling);
  return Array.from({ length: out }, (_, i) => {
    const at = Math.fround(sampling.halfPixels ? (i + 0.5) * scale : i * scale);
    return Math.min(sampling.alignCorners ? Math.floor(at + 0.5) : Math.floor(at), size - 1);
  });
};

/** The sizes of an image, which must be known. */
function knownSizes(c: Call, x: Tensor): [number, number] {
  const [height, width] = [x.shape[x.rank - 3], x.shape[x.rank - 2]];
  if (typeof height !== "number" || typeof width !== "number") {
    throw c.refuse("resizes images whose size is unknown, by a rule that needs it");
  }
  return [height, width];
}

/** Each axis as a product with the weights of the old cells. */
function byWeights(c: Call, images: Tensor, size: readonly number[], weights: Weights, sampling: Sampling): Tensor {
  const [height, width] = knownSizes(c, images);
  c.bounded([height, size[0]!]);
  c.bounded([width, size[1]!]);
  const matrix = (own: number, out: number): Tensor => {
    const rows = weights(own, out, sampling).map((cells) => {
      const row = new Array<number>(own).fill(0);
      for (const [place, weight] of cells) row[place]! += weight;
      return row;
    });
    return toTensor(c.function, rows, "float32");
  };
  const x = ops.cast(images, "float32");
  const batch = x.rank === 4 ? "b" : "";
  const tall = ops.einsum(`${batch}hwc,oh->${batch}owc`, x, matrix(height, size[0]!));
  return ops.einsum(`${batch}hwc,ow->${batch}hoc`, tall, matrix(width, size[1]!));
}

function byPlaces(c: Call, x: Tensor, size: readonly number[], sampling: Sampling): Tensor {
  const own = knownSizes(c, x);
  c.bounded(size);
  return own.reduce<Tensor>((y, length, i) => {
    const places = toTensor(c.function, nearestPlaces(length, size[i]!, sampling), "int32");
    return ops.take(y, places, { axis: x.rank - 3 + i });
  }, x);
}

/** Names of methods, and the numbers that version 1 had for them. */
const METHODS: Readonly<Record<string, string>> = {
  0: "bilinear",
  1: "nearest",
  2: "bicubic",
  3: "area",
  bilinear: "bilinear",
  nearest: "nearest",
  bicubic: "bicubic",
  area: "area",
  lanczos3: "lanczos3",
  lanczos5: "lanczos5",
};

/** Images in a size, by a method. */
export function resized(
  c: Call,
  x: Tensor,
  size: readonly number[],
  method: string,
  { antialias = false, alignCorners = false, halfPixels = true }: Partial<Sampling> & { antialias?: boolean } = {},
): Tensor {
  const sizes = [...size, ...x.shape.slice(-3, -1).map((length) => length ?? 1)];
  if (size.length !== 2 || sizes.some((own) => own < 1 || own > MOST)) throw c.refuse(`resizes to ${size.join(" x ")}`);
  const sampling = { alignCorners, halfPixels };
  if (method === "area") return byWeights(c, x, size, area, sampling);
  // TensorFlow's cubic convolution has steps, that of Keras 3 has none.
  const isKnown = x.shape.slice(-3, -1).every((length) => typeof length === "number");
  if (method === "bicubic" && !antialias && (isKnown || !halfPixels)) return byWeights(c, x, size, cubic, sampling);
  if (!halfPixels || alignCorners) {
    if (method === "nearest") return byPlaces(c, x, size, sampling);
    if (method === "bilinear") return byWeights(c, x, size, linear, sampling);
    throw c.refuse(`resizes by the method ${method} with corners aligned`);
  }
  const images = method !== "nearest" && isInteger(x.dtype) ? ops.cast(x, "float32") : x;
  return ops.image.resize(images, size, { interpolation: method, antialias });
}

/** The method by its name. */
export function methodOf(c: Call): string {
  const name = String(c.get("method") ?? "bilinear").toLowerCase();
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (method === undefined) throw c.refuse(`resizes by the method ${name}`);
  return method;
}

/** The largest size of the image's aspect ratio that fits. */
function inRatio(c: Call, x: Tensor, size: readonly number[]): number[] {
  const own = knownSizes(c, x);
  const scale = Math.min(...own.map((length, i) => Math.fround(size[i]! / length)));
  return own.map((length) => Math.round(Math.fround(scale * length)));
}

const resize =
  (old: boolean): Make =>
  (c) => {
    const x = c.tensor;
    const wanted = c.numbers("size");
    const size = c.flag("preserve_aspect_ratio") ? inRatio(c, x, wanted) : wanted;
    return resized(c, x, size, methodOf(c), {
      antialias: c.flag("antialias"),
      alignCorners: c.flag("align_corners"),
      halfPixels: !old,
    });
  };

const resizeBy =
  (method: string): Make =>
  (c) =>
    resized(c, c.tensor, c.numbers("size"), method, {
      alignCorners: c.flag("align_corners"),
      halfPixels: c.flag("half_pixel_centers"),
    });

const KERNELS: Readonly<Record<string, string>> = {
  triangle: "bilinear",
  keyscubic: "bicubic",
  lanczos3: "lanczos3",
  lanczos5: "lanczos5",
};

/** Where it only gives another size. */
const scaleAndTranslate: Make = (c) => {
  const kernel = c.text("lanczos3", "kernel_type");
  const method = Object.hasOwn(KERNELS, kernel) ? KERNELS[kernel]! : undefined;
  const translation = c.nested(c.get("translation"));
  const still = Array.isArray(translation) && translation.every((n) => n === 0);
  if (!method || !still) throw c.refuse(`moves images, or has the kernel ${kernel}`);
  return resized(c, c.tensor, c.numbers("size"), method, { antialias: c.get("antialias") !== false });
};

/** In another size. */
export const RESIZING: Table = /* @__PURE__ */ table({
  "image.resize image.resize_v2": resize(false),
  "resize_images compat.v1.image.resize": resize(true),
  resize_bilinear: resizeBy("bilinear"),
  resize_nearest_neighbor: resizeBy("nearest"),
  resize_bicubic: resizeBy("bicubic"),
  resize_area: resizeBy("area"),
  scale_and_translate: scaleAndTranslate,
});
