/** Models that the writers of TensorFlow.js wrote (tests/oracle/tfjs), and what they predicted. */
import { readdirSync } from "node:fs";
import type { Model, Tensor } from "../../ts/index";
import { distance, type GoldenArray, readGolden, repositoryPath, tensorOf, valuesOf } from "../support/golden";

const FOLDER = "tests/golden/tfjs";

/** A model, and what its writer predicted; where it was compiled, also after one more step. */
export interface Written {
  name: string;
  header: { writer: string };
  /** All files by their names; the first to open is model.json. */
  files: Record<string, Uint8Array>;
  inputs: Tensor[];
  outputs: GoldenArray[];
  targets?: Tensor[];
  after?: GoldenArray[];
}

/** The names of all. */
export function writtenNames(): string[] {
  return readdirSync(repositoryPath(FOLDER)).map((name) => name.replace(".json.gz", ""));
}

/** One by its name. */
export function readWritten(name: string): Written {
  type Stored = Omit<Written, "files" | "inputs" | "targets"> & {
    files: Record<string, string>;
    inputs: GoldenArray[];
    targets?: GoldenArray[];
  };
  const { files, inputs, targets, ...rest } = readGolden<Stored>(`${FOLDER}/${name}.json.gz`);
  const bytes = Object.entries(files).map(([file, text]) => [file, new Uint8Array(Buffer.from(text, "base64"))]);
  return {
    ...rest,
    name,
    files: Object.fromEntries(bytes),
    inputs: inputs.map(tensorOf),
    ...(targets ? { targets: targets.map(tensorOf) } : {}),
  };
}

/** The outputs of a model. */
export async function outputsOf(model: Model, inputs: readonly Tensor[]): Promise<Tensor[]> {
  return [await model.predictAll(inputs.length === 1 ? inputs[0]! : [...inputs])].flat();
}

/** How far outputs are from those of a fixture. */
export function farthest(outputs: readonly Tensor[], wanted: readonly GoldenArray[]): number {
  if (outputs.length !== wanted.length) return Number.POSITIVE_INFINITY;
  return Math.max(...outputs.map((y, i) => distance(y.dataSync(), valuesOf(wanted[i]!))));
}
