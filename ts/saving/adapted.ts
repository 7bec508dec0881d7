/** Weights that Keras 3 quantized or gave LoRA, as whole models in HDF5 list them: every array by its name, trained ones first. */
import { FormatError } from "../core/errors";
import { isPlain } from "../core/symbolic";
import { derived, valuesOf } from "./derived";
import { dequantized, type QuantizedLayer } from "./quantized";
import { countOf, type StoredArray } from "./stored";

/** A layer that may be adapted. */
export interface AdaptableLayer extends QuantizedLayer {
  /** The names of its weights, as `kernel`, `bias`. */
  readonly names: readonly string[];
}

const ADAPTED = /^(lora_|g_idx$|.*_(scale|zero|amax_history)$)/;
const lastOf = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

/** The arrays of layers that are adapted, by the paths of these layers in the file. */
export function adaptedIn(arrays: readonly StoredArray[]): Map<string, readonly StoredArray[]> {
  const groups = new Map<string, StoredArray[]>();
  for (const array of arrays) {
    const path = array.name.slice(0, Math.max(0, array.name.lastIndexOf("/")));
    groups.set(path, [...(groups.get(path) ?? []), array]);
  }
  return new Map([...groups].filter(([, own]) => own.some(({ name }) => ADAPTED.test(lastOf(name)))));
}

/** The weights of a layer as floats, in its order. `scale`: by how much LoRA's product counts. */
export function plainArrays(
  layer: AdaptableLayer,
  arrays: readonly StoredArray[],
  scale: number,
): readonly StoredArray[] {
  const { names } = layer;
  const owner = (array: StoredArray): number => {
    const name = lastOf(array.name);
    const of = names.findIndex((one) => name === one || name.startsWith(`${one}_`));
    return of < 0 ? 0 : of;
  };
  const lora = arrays.filter(({ name }) => lastOf(name).startsWith("lora_"));
  const others = arrays.filter((array) => !lora.includes(array));
  const own = names.map((name) => others.find((array) => lastOf(array.name) === name));
  const missing = own.indexOf(undefined);
  if (missing >= 0) throw new FormatError(layer.where, `the weight ${names[missing]} is missing`);
  const extras = others.filter((array) => !own.includes(array));
  // A table and its way back stand each before what belongs to it; other layers have all weights first.
  const apart = names.length > 1 && extras.some((array) => owner(array) > 0);
  const ordered = apart
    ? own.flatMap((array, i) => [array!, ...extras.filter((extra) => owner(extra) === i)])
    : [...(own as StoredArray[]), ...extras];
  const plain = dequantized(layer, ordered);
  const [a, b] = ["a", "b"].map((end) => lora.find(({ name }) => name.endsWith(`_${end}`)));
  if (!a || !b) return plain;
  return [withProduct(layer.where, plain[0]!, a, b, scale), ...plain.slice(1)];
}

/** kernel + scale a b, over the last axes: arXiv 2106.09685. */
function withProduct(where: string, kernel: StoredArray, a: StoredArray, b: StoredArray, scale: number): StoredArray {
  const rank = a.shape.at(-1)!;
  const width = b.shape.at(-1)!;
  const rows = countOf(a.shape.slice(0, -1));
  if (b.shape.length !== 2 || b.shape[0] !== rank || rows * width !== countOf(kernel.shape)) {
    throw new FormatError(where, "its LoRA weights do not fit", {
      expected: `a product of ${kernel.shape.join(" x ")} numbers`,
      received: { a: a.shape, b: b.shape },
    });
  }
  return derived(kernel.name, kernel.shape, async () => {
    const [sum, left, right] = [await valuesOf(kernel), await valuesOf(a), await valuesOf(b)];
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < width; j++) {
        let dot = 0;
        for (let k = 0; k < rank; k++) dot += left[i * rank + k]! * right[k * width + j]!;
        sum[i * width + j]! += scale * dot;
      }
    }
    return sum;
  });
}

/** alpha over rank, from the config of the layer under this path; 1 where it does not say. */
export function loraScale(config: unknown, path: string): number {
  let at = config;
  for (const name of path.split("/")) at = configOf(at, name) ?? at;
  const { lora_rank: rank, lora_alpha: alpha } = isPlain(at) ? at : {};
  return typeof rank === "number" && typeof alpha === "number" ? alpha / rank : 1;
}

/** The config of the layer of this name in another's, breadth first. */
function configOf(config: unknown, name: string): Record<string, unknown> | undefined {
  for (let level: unknown[] = [config]; level.length; ) {
    const next: unknown[] = [];
    for (const value of level) {
      if (Array.isArray(value)) next.push(...value);
      if (!isPlain(value)) continue;
      if (value !== config && value.name === name && !("class_name" in value)) return value;
      next.push(...Object.values(value));
    }
    level = next;
  }
  return undefined;
}
