/** One file of one case through the whole library: read, predict, train a step as its writer did, save, read again. */
import { KeratinError, loadModel, type Model, type Tensor, tensor } from "../../ts/index";
import { distance, type GoldenArray, tensorOf, valuesOf } from "../support/golden";
import { type Case, CUSTOM, type Form, fileOf, folderOf } from "./files-support";

/** What became of a file: how far it is from its writer, or keratin's own words where it refuses. */
export interface Outcome {
  /** Why it was not read. */
  refused?: string;
  /** How far the predictions are from the writer's. */
  predictions?: number;
  /** How far the loss and the predictions are after one more step of training, where the writer took one. */
  step?: number;
  /** Why there was no step. */
  notTrained?: string;
  /** Why `.keras` was not written. */
  notSaved?: string;
  /** The bytes of `.keras`, before the step. */
  saved?: Uint8Array | undefined;
  /** Whether the saved file predicts the same bits. */
  same?: boolean;
}

/** Opens a form of a case as a user does who has these files and customObjects. */
export async function open(environment: string, { header, files, shards }: Case, form: Form): Promise<Model> {
  const bytes = (name: string): Uint8Array => fileOf(environment, name);
  const backend = /^keras 1\./.test(header.writer) ? { backend: header.backend as "theano" | "tensorflow" } : {};
  const options = { customObjects: CUSTOM, ...backend };
  switch (form) {
    case "weights":
    case "weightsV3":
      return loadModel(bytes(files.config!), { ...options, weights: bytes(files[form]!) });
    case "shards":
      return loadModel(bytes(files.config!), {
        ...options,
        weights: bytes(files.shards!),
        files: shards!.map((name) => new File([bytes(name) as BlobPart], name)),
      });
    case "directory":
      return loadModel(folderOf(environment, files.directory!), options);
    default:
      return loadModel(bytes(files[form]!), options);
  }
}

/** The predictions, in the order in which the case lists them. */
async function predictionsOf(model: Model, { inputs, inputNames, outputNames }: Case): Promise<Tensor[]> {
  // States of recurrent layers go on from one call to the next.
  for (const layer of model.layers) (layer as { resetStates?: () => void }).resetStates?.();
  const x = inputs.map(inputOf);
  const given = inputNames
    ? Object.fromEntries(inputNames.map((name, i) => [name, x[i]!]))
    : x.length === 1
      ? x[0]!
      : x;
  const outputs = [await model.predictAll(given)].flat();
  if (outputNames === undefined || outputNames.some((name) => !model.outputNames.includes(name))) return outputs;
  return outputNames.map((name) => outputs[model.outputNames.indexOf(name)]!);
}

/** The largest distance of some outputs from what they should be. */
function apart(outputs: Tensor[], expected: GoldenArray[]): number {
  if (outputs.length !== expected.length) return Number.POSITIVE_INFINITY;
  return Math.max(...outputs.map((output, i) => distance(output.dataSync(), valuesOf(expected[i]!))));
}

/** An input: text, or numbers. */
export function inputOf(array: GoldenArray): Tensor {
  return array.dtype === "string" ? tensor(array.data as unknown as string[], array.shape) : tensorOf(array);
}

const words = (error: unknown): string => {
  if (error instanceof KeratinError) return error.message;
  throw error;
};

/** What a case is trained on once more. Targets given by name are listed in the order of the names. */
export function targetsOf(model: Model, { kind, next }: Case): Tensor[] {
  const order = kind === "loss_more" ? [...model.outputNames].sort() : model.outputNames;
  return model.outputNames.map((name) => tensorOf(next!.targets[order.indexOf(name)]!));
}

async function step(model: Model, own: Case): Promise<number> {
  const { loss, outputs, sampleWeight } = own.next!;
  const logs = await model.trainOnBatch(
    own.inputs.map(tensorOf),
    targetsOf(model, own),
    sampleWeight ? { sampleWeight: [tensorOf(sampleWeight)] } : {},
  );
  const off = Math.abs(logs.loss! - loss) / Math.max(1, Math.abs(loss));
  return Math.max(off, apart(await predictionsOf(model, own), outputs));
}

/** Whether two models predict the same bits. */
async function alike(model: Model, bytes: Uint8Array, own: Case): Promise<boolean> {
  const again = await loadModel(bytes, { customObjects: CUSTOM });
  const [a, b] = [await predictionsOf(model, own), await predictionsOf(again, own)];
  again.dispose();
  return a.every((x, i) => {
    const [left, right] = [x.dataSync(), b[i]!.dataSync()];
    return left.length === right.length && left.every((value, j) => Object.is(value, right[j]));
  });
}

/** Tries a form of a case. Errors that are not keratin's own are thrown. */
export async function attempt(environment: string, own: Case, form: Form): Promise<Outcome> {
  const outcome: Outcome = {};
  let model: Model;
  try {
    model = await open(environment, own, form);
  } catch (error) {
    return { refused: words(error) };
  }
  try {
    outcome.predictions = apart(await predictionsOf(model, own), own.outputs);
  } catch (error) {
    return { refused: words(error) };
  }
  try {
    outcome.saved = await model.save();
  } catch (error) {
    outcome.notSaved = words(error);
  }
  if (outcome.saved) outcome.same = await alike(model, outcome.saved, own);
  if (own.next && !["weights", "weightsV3", "shards"].includes(form)) {
    try {
      outcome.step = await step(model, own);
    } catch (error) {
      outcome.notTrained = words(error);
    }
  }
  model.dispose();
  return outcome;
}
