/** One model: loaded, scored, compared with Python and fine-tuned. */
import { join } from "node:path";
import { loadModel, type Shape, tensor } from "keratin";
import type { Entry } from "./catalogue";
import { readData } from "./data";
import { randomInputs } from "./random";
import { accuracy, anomalies, difference, type Score } from "./score";
import { tune } from "./tune";

/** Python's answers about one model. */
export interface Reference {
  params: number;
  /** Predictions of the first rows of the random inputs. */
  random: number[];
  score?: Score;
  /** Some rows of the predictions on the data; of all, how far they are from float64. */
  data?: { rows: number[]; values: number[]; error: number };
  tuning: {
    before: number;
    losses: number[];
    /** Whether what is dropped is drawn, so that losses of training differ. */
    dropout: boolean;
  };
}

export interface Result {
  entry: Entry;
  params: number;
  score: Score | undefined;
  /** The largest difference from Python's predictions on random inputs, and on the data. */
  random: number;
  measured: number | undefined;
  /** Of each epoch of fine-tuning. */
  losses: number[];
  seconds: number;
  /** What is not as it must be. */
  faults: string[];
}

const BATCH = 64;
const TOLERANCE = 1e-5;
/** Of losses of training, whose steps carry differences on. */
const TRAINED = 1e-3;

const sameScore = (ours: Score, python: Score): boolean => {
  if (ours.metric === "AUC") {
    return python.metric === "AUC" && ours.value === python.value && difference(ours.clips, python.clips) <= TOLERANCE;
  }
  return python.metric === "accuracy" && ours.right === python.right && ours.rows === python.rows;
};

export async function measure(
  folder: string,
  entry: Entry,
  python: Reference,
  progress: (text: string) => void,
): Promise<Result> {
  const started = performance.now();
  const faults: string[] = [];
  const model = await loadModel(join(folder, entry.file), { compile: false });
  const params = model.countParams();
  progress(`${params} parameters`);
  if (params !== python.params) faults.push(`Python counts ${python.params} parameters`);
  const shape = (model.inputShape as Shape).slice(1) as number[];
  const features = shape.reduce((a, b) => a * b, 1);
  const classes = (model.outputShape as Shape).at(-1)!;
  const predict = async (rows: Float32Array): Promise<Float32Array> => {
    const inputs = tensor(rows, [rows.length / features, ...shape]);
    return (await (await model.predict(inputs, { batchSize: BATCH, verbose: 0 })).data()) as Float32Array;
  };

  const near = (what: string, apart: number, tolerance: number): void => {
    if (!(apart <= tolerance)) faults.push(`${what}: ${apart.toExponential(1)} from Python, above ${tolerance}`);
  };
  const count = python.random.length / classes;
  const random = difference(await predict(randomInputs(count * features, entry.range)), python.random);
  near("predictions on random inputs", random, TOLERANCE);
  const data = readData(folder, entry, features);
  let score: Score | undefined;
  let measured: number | undefined;
  if (data) {
    const { rows, values, error } = python.data!;
    const outputs = await predict(data.rows);
    score = entry.task === "anomaly" ? anomalies(data.rows, outputs, data.labels) : accuracy(outputs, data.labels);
    if (!sameScore(score, python.score!)) faults.push("the score is not Python's");
    const kept = rows.flatMap((row) => [...outputs.subarray(row * classes, (row + 1) * classes)]);
    measured = difference(kept, values);
    near("predictions on the data", measured, Math.max(TOLERANCE, 2 * error));
  }

  progress("fine-tuning");
  const { before, losses, finite } = await tune(model, entry, data, (epoch, loss) =>
    progress(`epoch ${epoch + 1} of ${entry.tuning.epochs}, loss ${loss.toPrecision(4)}`),
  );
  near("the loss before fine-tuning", difference([before], [python.tuning.before]), TOLERANCE);
  if (!python.tuning.dropout) near("losses of fine-tuning", difference(losses, python.tuning.losses), TRAINED);
  if (!finite || !losses.every(Number.isFinite)) faults.push("fine-tuning ends in numbers that are not finite");
  if (data && !(losses.at(-1)! < losses[0]!)) faults.push("fine-tuning does not lower the loss");
  model.dispose();
  return { entry, params, score, random, measured, losses, seconds: (performance.now() - started) / 1000, faults };
}
