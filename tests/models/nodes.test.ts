/** Operations between layers, family by family: values, gradients and configs of real Keras (tests/oracle/cases/nodes). */
import { readdirSync } from "node:fs";
import { K, loadModel, type Model, ops, type Tensor, Variable } from "keratin";
import { beforeEach, describe, expect, test } from "vitest";
import { serializeModel } from "../../ts/models/serialize";
import { distance, type GoldenArray, readGolden, repositoryPath, tensorOf } from "../support/golden";

interface Entry {
  module: string;
  class_name: string;
  name: string;
  config: Record<string, unknown>;
  inbound_nodes: unknown[];
}
interface Golden {
  inputs: GoldenArray[];
  outputs: GoldenArray[];
  /** Weights of an output's elements, and the gradients of their sum by the inputs of floats. */
  gradients: ({ weights: GoldenArray; gradients: GoldenArray[] } | null)[];
  operations: Entry[];
}
/** Classes that come back as another one that computes the same. */
const SAME: Record<string, string> = {
  TrueDivide: "Divide",
  Amax: "Max",
  Amin: "Min",
  Abs: "Absolute",
  Conj: "Conjugate",
  BitwiseNot: "BitwiseInvert",
  LeftShift: "BitwiseLeftShift",
  RightShift: "BitwiseRightShift",
};
const FOLDER = "tests/golden/nodes";
const FAMILIES = readdirSync(repositoryPath(FOLDER))
  .filter((name) => name.endsWith(".keras"))
  .map((name) => name.replace(".keras", ""));

beforeEach(() => K.clearSession());

/** The operation that made an output, for messages. */
const labelOf = (model: Model, i: number): string => {
  const { source } = model.outputs[i]!;
  return `output ${i}, ${source.kind === "symbolic" ? source.call?.operation.name : "?"}`;
};

/** What a node calls with, whether by position or by name. Keras tells a NumPy array from a tensor. */
function argumentsOf(node: unknown): string[] {
  const { args, kwargs } = node as { args: unknown[]; kwargs: Record<string, unknown> };
  const values = [...args, ...Object.values(kwargs)].filter((value) => value !== null);
  return values.map((value) => JSON.stringify(value).replaceAll("__numpy__", "__tensor__")).sort();
}

/** How far values are from Keras's; where it has no number, it is taken as it is. */
function far(got: Tensor, want: GoldenArray): number {
  return distance(got.dataSync(), tensorOf(want).dataSync());
}

describe.each(FAMILIES)("operations of Keras, %s", (family) => {
  const golden = readGolden<Golden>(`${FOLDER}/${family}.json.gz`);
  const file = repositoryPath(`${FOLDER}/${family}.keras`);
  const check = async (model: Model): Promise<void> => {
    const outputs = (await model.predictOnBatch(golden.inputs.map(tensorOf))) as unknown as Tensor[];
    const wrong: string[] = [];
    outputs.forEach((got, i) => {
      const want = tensorOf(golden.outputs[i]!);
      const [mine, theirs] = [`${got.dtype} [${got.shape}]`, `${want.dtype} [${want.shape}]`];
      if (mine !== theirs) wrong.push(`${labelOf(model, i)}: ${mine}, not ${theirs}`);
      else if (!(far(got, golden.outputs[i]!) < 1e-5))
        wrong.push(`${labelOf(model, i)}: ${far(got, golden.outputs[i]!)}`);
    });
    expect(wrong).toEqual([]);
  };

  test("predicts what Keras predicts, also after another save and load", async () => {
    const model = await loadModel(file);
    await check(model);
    await check(await loadModel(await model.save()));
  });

  test("has Keras's gradients", async () => {
    const model = await loadModel(file);
    const inputs = golden.inputs.map(
      (array) => new Variable(tensorOf(array), { trainable: array.dtype === "float32" }),
    );
    const floats = inputs.filter((x) => x.dtype === "float32");
    const outputs = model.applyAll(inputs.map((x) => x.value)) as Tensor[];
    const wrong: string[] = [];
    golden.gradients.forEach((wanted, i) => {
      if (!wanted) return;
      const loss = ops.sum(ops.multiply(outputs[i]!, tensorOf(wanted.weights)));
      K.gradients(loss, floats).forEach((g, j) => {
        const want = wanted.gradients[j]!;
        const got = g ?? ops.zeros(want.shape);
        // Where Keras has no number there is nothing to hold to.
        const known = ops.isfinite(tensorOf(want));
        const apart = distance(ops.where(known, got, 0).dataSync(), ops.where(known, tensorOf(want), 0).dataSync());
        if (!(apart < 1e-4)) wrong.push(`${labelOf(model, i)}: ${apart} by input ${j}`);
      });
    });
    expect(wrong).toEqual([]);
  });

  test("is written in Keras's own configs", async () => {
    const config = serializeModel(await loadModel(file)).config as { layers: Entry[] };
    const entries = new Map(config.layers.map((entry) => [entry.name, entry]));
    for (const want of golden.operations) {
      const got = JSON.parse(JSON.stringify(entries.get(want.name))) as Entry;
      const other = SAME[want.class_name];
      expect(got.class_name).toBe(other ?? want.class_name);
      if (other) continue;
      expect(got.module).toBe(want.module);
      // Some classes of Keras leave their name out.
      expect({ ...want.config, name: want.name }).toMatchObject(got.config);
      expect(got.inbound_nodes.map(argumentsOf), want.name).toEqual(want.inbound_nodes.map(argumentsOf));
    }
  });
});
