/** Fine-tunes a model for some epochs, on its data or on made-up rows. */
import { callbacks, type Model, optimizers, type Shape, tensor, utils } from "keratin";
import type { Entry } from "./catalogue";
import type { Data } from "./data";
import { fractions, randomInputs } from "./random";

/** Made-up rows, labels in turn. */
function madeUp({ range, tuning }: Entry, features: number, classes: number): Data {
  return {
    rows: randomInputs(tuning.rows * features, range),
    count: tuning.rows,
    labels: Int32Array.from({ length: tuning.rows }, (_, i) => i % classes),
  };
}

/** Places of what is learned: rows of the model's own classes, normal clips, in a mixed order, at most so many. */
function chosen({ task, tuning }: Entry, { count, labels }: Data, classes: number): number[] {
  const each = count / labels.length;
  const all = Array.from({ length: count }, (_, i) => i);
  const own = all.filter((i) => {
    const label = labels[Math.floor(i / each)]!;
    return task === "anomaly" ? label === 0 : label < classes;
  });
  const keys = fractions(count);
  return own.sort((a, b) => keys[a]! - keys[b]!).slice(0, tuning.rows);
}

function gather(rows: Float32Array, features: number, places: readonly number[]): Float32Array {
  const out = new Float32Array(places.length * features);
  for (const [i, place] of places.entries()) {
    out.set(rows.subarray(place * features, (place + 1) * features), i * features);
  }
  return out;
}

export interface Tuned {
  /** Of the rows learned, in inference. */
  before: number;
  /** Of each epoch, as the model is trained. */
  losses: number[];
  /** Whether all weights are finite at the end. */
  finite: boolean;
}

export async function tune(
  model: Model,
  entry: Entry,
  data: Data | undefined,
  progress: (epoch: number, loss: number) => void,
): Promise<Tuned> {
  const shape = (model.inputShape as Shape).slice(1) as number[];
  const features = shape.reduce((a, b) => a * b, 1);
  const classes = (model.outputShape as Shape).at(-1)!;
  const source = data ?? madeUp(entry, features, classes);
  const places = chosen(entry, source, classes);
  const rows = gather(source.rows, features, places);
  if (entry.tuning.mirrored) for (let i = 0; i < rows.length; i += 2) rows[i] = -rows[i]!;
  const x = tensor(rows, [places.length, ...shape]);
  const anomaly = entry.task === "anomaly";
  const y = anomaly ? x : Int32Array.from(places, (place) => source.labels[place]!);
  const { epochs, batch, rate } = entry.tuning;
  utils.setRandomSeed(1);
  model.compile({
    optimizer: new optimizers.Adam({ learningRate: rate }),
    loss: anomaly ? "mse" : "sparse_categorical_crossentropy",
  });
  const onEpochEnd = (epoch: number, logs?: { loss?: number }) => progress(epoch, logs?.loss ?? Number.NaN);
  const before = (await model.evaluate(x, y, { batchSize: batch, verbose: 0 })).loss!;
  const { history } = await model.fit(x, y, {
    epochs,
    batchSize: batch,
    shuffle: false,
    verbose: 0,
    callbacks: [new callbacks.LambdaCallback({ onEpochEnd })],
  });
  const weights = await Promise.all(model.getWeights().map((weight) => weight.data()));
  return { before, losses: history.loss!, finite: weights.every((values) => values.every(Number.isFinite)) };
}
