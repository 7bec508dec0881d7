/** Files of every writer of Keras models (tests/oracle/writers), and what their writers predicted. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Layer, type LoadOptions, layers, Model, ops, type Shape, type Tensor, type Variable } from "../../ts/index";
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
  /** One more step of training: what it was given, its loss, and the predictions after it. */
  next?: { targets: GoldenArray[]; sampleWeight?: GoldenArray; loss: number; outputs: GoldenArray[] };
}

/** The environments that wrote files. */
export function environments(): string[] {
  const path = repositoryPath(FOLDER);
  const names = existsSync(path) ? readdirSync(path, { withFileTypes: true }) : [];
  const found = names.filter((entry) => entry.isDirectory() && entry.name !== "foreign").map((entry) => entry.name);
  return found.filter((name) => casesOf(name).length > 0);
}

/** The cases of an environment. */
export function casesOf(environment: string): string[] {
  return readdirSync(repositoryPath(`${FOLDER}/${environment}`))
    .filter((name) => name.endsWith(".json.gz") && !/\.(config|weights)\.json\.gz$/.test(name))
    .map((name) => name.replace(".json.gz", ""));
}

/** The forms of a case that are read. */
export function formsOf({ files }: Case): Form[] {
  return (Object.keys(files) as Form[]).filter((form) => {
    if (form === "config") return false;
    return !["weights", "weightsV3"].includes(form) || files.config !== undefined;
  });
}

/** A file of an environment. */
export function fileOf(environment: string, name: string): Uint8Array {
  return new Uint8Array(gunzipSync(readFileSync(repositoryPath(`${FOLDER}/${environment}/${name}.gz`))));
}

/** A folder of an environment, unpacked to where it can be opened by its path. */
export function folderOf(environment: string, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "keratin-"));
  for (const file of readdirSync(repositoryPath(`${FOLDER}/${environment}/${name}`))) {
    const inner = file.replace(/\.gz$/, "");
    writeFileSync(join(folder, inner), fileOf(environment, `${name}/${inner}`));
  }
  return folder;
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

/** The model of the subclassed cases: two blocks in a list, two in an object, a weight of its own. */
export class Net extends Model {
  static override className = "Net";
  readonly units: number;
  first: Layer;
  blocks: Layer[];
  heads: Record<string, Layer>;
  offset: Variable;

  constructor({ units = 3, name }: { units?: number; name?: string } = {}) {
    super(name === undefined ? {} : { name });
    this.units = units;
    this.first = layers.dense({ units, activation: "relu" });
    this.blocks = [layers.dense({ units }), layers.batchNormalization({ momentum: 0.5 })];
    this.heads = { a: layers.dense({ units: 2 }), b: new Scale({ factor: 0.5 }) };
    this.offset = this.addWeight({ name: "offset", shape: [units], initializer: "zeros" });
  }

  override call(inputs: Tensor, { training }: { training?: boolean }): Tensor {
    const y = ops.add(this.first.apply(inputs), this.offset);
    const z = this.blocks[1]!.apply(this.blocks[0]!.apply(y), { training });
    return this.heads.a!.apply(this.heads.b!.apply(z));
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), units: this.units };
  }
}

/** What the custom cases need. */
export const CUSTOM: NonNullable<LoadOptions["customObjects"]> = {
  Net,
  "my>Net": Net,
  Scale,
  "my>Scale": Scale,
  twice: (x: Tensor) => ops.multiply(x, 2),
};
