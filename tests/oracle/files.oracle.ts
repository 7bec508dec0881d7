/**
 * Saves again, as `.keras`, what every version of Keras wrote (tests/golden/files), and writes what keratin predicts and how it
 * trains on: for files.py to do the same in Keras. Of models that differ in names and numbers alone one is kept, or all with
 * KERATIN_ALL=1; of these KERATIN_SHARE=8 keeps every eighth.
 */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { KeratinError, type Model, Tensor, tensor } from "keratin";
import { describe, test, vi } from "vitest";
import { inputOf, open, targetsOf } from "../saving/files-attempt";
import { known } from "../saving/files-known";
import { type Case, casesOf, environments, formsOf, readCase } from "../saving/files-support";
import { type GoldenArray, tensorOf } from "../support/golden";
import { arrayOf, encode } from "./encode";

const { KERATIN_FILES: OUT, KERATIN_ALL: ALL, KERATIN_SHARE: SHARE = "1" } = process.env;
const STEPS = 3;
/** What draws while it trains: Keras draws other numbers. */
const RANDOM = /"class_name": ?"[A-Za-z0-9]*(Dropout|Noise|Random)|dropout": ?0\.\d*[1-9]/;

const seen = new Set<string>();

const given = (array: GoldenArray): unknown => (array.dtype === "string" ? array : arrayOf(tensorOf(array)));

/** A config in which names do not count. */
function kindOf(config: string): string {
  const names = [...new Set([...config.matchAll(/"name": ?"([^"]*)"/g)].map(([, name]) => name!))];
  const numbers = new Map(names.map((name, i) => [name, i]));
  const plain = config.replace(/"([^"]*)"/g, (text, word: string) =>
    numbers.has(word) ? `"${numbers.get(word)}"` : text,
  );
  return createHash("sha256")
    .update(plain.replace(/"(seed|shared_object_id)": ?\d+/g, ""))
    .digest("hex");
}

const predict = async (model: Model, x: Tensor[], names: string[] | undefined): Promise<Tensor[]> => {
  const inputs = names ? Object.fromEntries(names.map((name, i) => [name, x[i]!])) : x.length === 1 ? x[0]! : x;
  const outputs = await model.predictAll(inputs);
  return outputs instanceof Tensor ? [outputs] : outputs;
};

/** What to train on: the writer's own batch, or the model's outputs and a little more. */
function trainingTargets(model: Model, own: Case, outputs: readonly Tensor[]): Tensor[] | undefined {
  if (own.next && model.compiled) return targetsOf(model, own);
  if (model.compiled || model.trainableWeights.length === 0) return undefined;
  if (outputs.some((y) => y.dtype !== "float32" || y.dims.length === 0)) return undefined;
  model.compile({ optimizer: "sgd", loss: outputs.length === 1 ? "mse" : outputs.map(() => "mse") });
  return outputs.map((y) =>
    tensor(
      Float32Array.from(y.dataSync(), (value) => value + 0.1),
      y.dims,
    ),
  );
}

async function write(environment: string, name: string, form: ReturnType<typeof formsOf>[number]): Promise<void> {
  const own = readCase(environment, name);
  const model = await open(environment, own, form);
  const x = own.inputs.map(inputOf);
  const targets = own.inputNames ? undefined : trainingTargets(model, own, await predict(model, x, own.inputNames));
  for (const layer of model.layers) (layer as { resetStates?: () => void }).resetStates?.();
  const bytes = await model.save();
  const config = new TextDecoder().decode(unzipSync(bytes)["config.json"]);
  const kind = kindOf(config);
  if (!ALL && seen.has(kind)) return;
  seen.add(kind);
  if (seen.size % Number(SHARE)) return;
  const prediction = (await predict(model, x, own.inputNames)).map(arrayOf);
  const weights = (): unknown => model.weights.map((weight) => encode(weight.read(), weight.shape, weight.dtype));
  const record: Record<string, unknown> = {
    inputs: own.inputs.map(given),
    inputNames: own.inputNames,
    note: own.notes?.find((note) => note.startsWith("keras: the writer cannot read it back")),
    prediction,
    loaded: weights(),
  };
  if (targets && !RANDOM.test(config) && !name.startsWith("state")) {
    const losses: number[] = [];
    const weighted = own.next?.sampleWeight ? [tensorOf(own.next.sampleWeight)] : undefined;
    for (let i = 0; i < STEPS; i++) {
      const logs = await model.trainOnBatch(x, targets, weighted ? { sampleWeight: weighted } : {});
      losses.push(logs.loss!);
    }
    const after = (await predict(model, x, undefined)).map(arrayOf);
    const sampleWeight = weighted?.map(arrayOf);
    record.training = { targets: targets.map(arrayOf), sampleWeight, losses, weights: weights(), prediction: after };
  }
  const file = join(OUT!, `${environment}.${name}.${form}`);
  writeFileSync(`${file}.keras`, bytes);
  writeFileSync(`${file}.json`, JSON.stringify(record));
  model.dispose();
}

test.skipIf(OUT)("needs a folder: KERATIN_FILES=FOLDER", () => undefined);
if (OUT) mkdirSync(OUT, { recursive: true });
// The last versions first: of models that are alike theirs is kept.
for (const environment of OUT ? environments().reverse() : []) {
  describe(environment, () => {
    for (const name of casesOf(environment)) {
      test.each(formsOf(readCase(environment, name)))(`${name}: %s`, async (form) => {
        vi.spyOn(console, "warn").mockImplementation(() => undefined);
        const entries = known(environment, name, form);
        const out = entries.some(({ refused, notSaved }) => refused ?? notSaved);
        await write(environment, name, form).catch((error: unknown) => {
          if (!out || !(error instanceof KeratinError)) throw error;
        });
      });
    }
  });
}
