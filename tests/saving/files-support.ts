/** Files of every writer of Keras models (tests/oracle/writers), and what their writers predicted. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Layer, type LoadOptions, ops, type Shape, type Tensor, type Variable } from "../../ts/index";
import { type GoldenArray, repositoryPath } from "../support/golden";

const FOLDER = "tests/golden/files";

/** What one file of a case is: a whole model, weights, a config ... */
export type Form = "h5" | "h5keras" | "keras" | "directory" | "weights" | "weightsV3" | "config" | "shards";

/** A case of one writer. */
export interface Case {
  header: { writer: string; backend: string };
  kind: string;
  files: Partial<Record<Form, string>>;
  inputs: GoldenArray[];
  inputNames?: string[];
  outputs: GoldenArray[];
  outputNames?: string[];
  customObjects?: string[];
  notes?: string[];
  shards?: string[];
}

/** The environments that wrote files. */
export function environments(): string[] {
  const path = repositoryPath(FOLDER);
  const names = existsSync(path) ? readdirSync(path, { withFileTypes: true }) : [];
  return names.filter((entry) => entry.isDirectory() && entry.name !== "foreign").map((entry) => entry.name);
}

/** The cases of an environment. */
export function casesOf(environment: string): string[] {
  return readdirSync(repositoryPath(`${FOLDER}/${environment}`))
    .filter((name) => name.endsWith(".json.gz") && !/\.(config|weights)\.json\.gz$/.test(name))
    .map((name) => name.replace(".json.gz", ""));
}

/** A file of an environment. */
export function fileOf(environment: string, name: string): Uint8Array {
  return new Uint8Array(gunzipSync(readFileSync(repositoryPath(`${FOLDER}/${environment}/${name}.gz`))));
}

/** The expectation of a case. */
export function readCase(environment: string, name: string): Case {
  return JSON.parse(new TextDecoder().decode(fileOf(environment, `${name}.json`))) as Case;
}

/** The layer that the custom cases have: y = x * w * factor. */
export class Scale extends Layer {
  static override className = "Scale";
  readonly factor: number;
  w!: Variable;

  constructor({ factor = 1, ...options }: { factor?: number; name?: string } = {}) {
    super(options);
    this.factor = factor;
  }

  override build(inputShape: Shape): void {
    this.w = this.addWeight({ shape: [inputShape.at(-1)!], initializer: "ones", name: "w" });
  }

  override call(inputs: Tensor): Tensor {
    return ops.multiply(ops.multiply(inputs, this.w), this.factor);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), factor: this.factor };
  }
}

/** What the custom cases need. */
export const CUSTOM: NonNullable<LoadOptions["customObjects"]> = {
  Scale,
  "my>Scale": Scale,
  twice: (x: Tensor) => ops.multiply(x, 2),
};
