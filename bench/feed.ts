/** What a network is trained on in a benchmark: numbers that are the same every time. */
import type * as Keratin from "keratin";

const MOST_STEPS = 200;

/** Rows for `steps` batches. */
export interface Feed {
  steps: number;
  x: Keratin.Tensor;
  y: Int32Array;
}

/** Rows for a model, and numbers of classes. */
export function rowsFor(
  model: Keratin.Model,
  rows: number,
): { row: number[]; x: Float32Array | Int32Array; y: Int32Array } {
  const row = model.inputShape.slice(1) as number[];
  const size = row.reduce((product, d) => product * d, 1);
  const classes = model.outputShape.at(-1) as number;
  const x =
    model.inputs[0]!.dtype === "int32"
      ? Int32Array.from({ length: rows * size }, (_, i) => (i * 7919) % 1000)
      : Float32Array.from({ length: rows * size }, (_, i) => Math.sin(i * 12.9898) * 0.5);
  return { row, x, y: Int32Array.from({ length: rows }, (_, i) => (i * 7) % classes) };
}

/** Data for about `milliseconds` of training, by the number of weights: at least two batches. */
export function feed(keratin: typeof Keratin, model: Keratin.Model, batch: number, milliseconds: number): Feed {
  const size = model.inputShape.slice(1).reduce((product: number, d) => product * d!, 1);
  const steps = Math.round((milliseconds * 1e5) / (batch * size + 100 * model.countParams()));
  const whole = Math.max(2, Math.min(MOST_STEPS, steps));
  const { row, x, y } = rowsFor(model, whole * batch);
  return { steps: whole, x: keratin.tensor(x, [whole * batch, ...row]), y };
}
