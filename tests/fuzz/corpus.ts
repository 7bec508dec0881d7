/** The files that are changed: those of every writer under tests/golden, and some that keratin writes. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { input, layers, Model } from "keratin";
import { isHdf5 } from "../../ts/saving/hdf5/superblock";

/** A file to change. */
export interface Original {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly kind: "zip" | "hdf5" | "text" | "bytes";
  /** Files that it names. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

function kindOf(bytes: Uint8Array): Original["kind"] {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return "zip";
  if (isHdf5(bytes)) return "hdf5";
  return bytes[0] === 0x7b ? "text" : "bytes";
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

/** Larger files make few mutants a second and no others. */
const MOST = 150_000;

/** All originals. */
export async function corpus(golden: string): Promise<Original[]> {
  const found: Original[] = [];
  const add = (name: string, bytes: Uint8Array, files: Original["files"] = {}): void => {
    if (bytes.length > 8 && bytes.length <= MOST) found.push({ name, bytes, kind: kindOf(bytes), files });
  };
  for (const path of filesIn(golden)) {
    const name = path.slice(golden.length + 1);
    if (/\.(keras|h5|hdf5)$/.test(name)) add(name, new Uint8Array(readFileSync(path)));
    if (/\.(keras|h5|hdf5|config)(\.gz)$/.test(name)) add(name, new Uint8Array(gunzipSync(readFileSync(path))));
    if (/^tfjs\/.*\.json\.gz$/.test(name)) {
      const { files } = JSON.parse(gunzipSync(readFileSync(path)).toString()) as { files: Record<string, string> };
      const { "model.json": first, ...rest } = Object.fromEntries(
        Object.entries(files).map(([file, data]) => [file, new Uint8Array(Buffer.from(data, "base64"))]),
      );
      add(name, first!, rest);
    }
  }
  const x = input({ shape: [8, 8, 1] });
  const y = layers.flatten().apply(layers.conv2d({ filters: 3, kernelSize: 3 }).apply(x));
  const model = new Model({ inputs: x, outputs: layers.dense({ units: 2 }).apply(y) });
  model.compile({ optimizer: "adam", loss: "mse" });
  add("made/model.keras", await model.save());
  add("made/model.weights.h5", await model.saveWeights());
  add("made/model.safetensors", await model.saveWeights({ format: "safetensors" }));
  const { "model.json": json, "weights.bin": weights } = await model.save({ format: "tfjs" });
  const shards = ["a.bin", "b.bin"];
  const text = new TextDecoder().decode(json).replace('["weights.bin"]', JSON.stringify(shards));
  const parts = { [shards[0]!]: weights!.slice(0, 100), [shards[1]!]: weights!.slice(100) };
  add("made/model.json", new TextEncoder().encode(text), parts);
  const indexed = { "/layers/conv2d/vars": ["w_00000.weights.h5"], "/layers/dense/vars": ["w_00000.weights.h5"] };
  const index = JSON.stringify({ metadata: { total_size: 888 }, weight_map: indexed });
  const shard = { "w_00000.weights.h5": await model.saveWeights() };
  add("made/model.weights.json", new TextEncoder().encode(index), shard);
  return found;
}
