/** One step of a model as a graph: the network on a batch picked from the data, its loss, gradients and updates. */
import { timed } from "../backend/compile";
import type { DType } from "../core/dtypes";
import type { Dims } from "../core/shapes";
import { Tensor } from "../core/tensor";
import { Trace, withPlace, withTrace } from "../core/trace";
import { differentiate } from "../graph/differentiate";
import type { Graph } from "../graph/graph";
import { gatherBatch } from "../ops/gather_batch";
import type { Batch, Rows } from "./data";
import type { Model } from "./model";

/** What a program does. */
export type Mode = "train" | "test" | "predict";

/** A step in the making: `forward`, then `backward`, which a prediction does without. */
export class StepTrace {
  readonly #model: Model;
  readonly #mode: Mode;
  readonly #trace: Trace;
  readonly #leaves: Tensor[] = [];
  #outputs: readonly Tensor[] = [];
  #loss: Tensor | undefined;
  /** Milliseconds. */
  readonly times = { trace: 0, gradients: 0 };

  constructor(model: Model, mode: Mode) {
    this.#model = model;
    this.#mode = mode;
    this.#trace = new Trace({ training: mode === "train" });
  }

  /** Runs the model on `size` rows of data like `batch`, whose values are not looked at. */
  forward(batch: Batch, size: number): void {
    [, this.times.trace] = timed(() => withTrace(this.#trace, () => this.#forward(batch, size)));
  }

  #forward(batch: Batch, size: number): void {
    const [model, mode, trace] = [this.#model, this.#mode, this.#trace];
    const leaf = (name: string, dims: Dims, dtype: DType): Tensor => {
      const made = new Tensor(dims, dtype, { kind: "input", name });
      this.#leaves.push(made);
      return made;
    };
    const order = leaf("order", [0], "int32");
    const gather = (rows: Rows | undefined, name: string, dtype: DType): Tensor | undefined =>
      rows && gatherBatch(leaf(name, [0, ...rows.row], rows.dtype), order, size, dtype);
    const optimizer = mode === "train" ? model.compiledOrThrow("fit").optimizer : undefined;
    const x = batch.x.map((rows, i) => gather(rows, `x${i}`, model.inputDType(i))!);
    if (mode === "predict") {
      this.#outputs = model.forward(x, false);
      return;
    }
    const compiled = model.compiledOrThrow(mode === "train" ? "fit" : "evaluate");
    if (optimizer) trace.call = optimizer.iterationVariable.value;
    const y = batch.y.map((rows, i) => gather(rows, `y${i}`, rows?.dtype === "float32" ? "float32" : "int32"));
    const weights = batch.weights.map((rows, i) => gather(rows, `w${i}`, "float32"));
    const outputs = model.forward(x, mode === "train");
    compiled.trained ??= model.trainableWeights;
    const regularization = compiled.trained.flatMap((variable) =>
      variable.regularizer ? [variable.regularizer(variable.value)] : [],
    );
    this.#loss = compiled.totalLoss(model.name, y, outputs, weights, [...trace.losses, ...regularization]);
    compiled.updateMetrics(y, outputs, weights);
  }

  /** The gradients of the loss, and what the optimizer makes of them. */
  backward(): void {
    const loss = this.#loss;
    if (this.#mode !== "train" || !loss) return;
    const { optimizer, trained } = this.#model.compiledOrThrow("fit");
    if (!trained?.length) return;
    const update = (): void => {
      const leavesOf = trained.map((variable) => variable.value);
      const found = differentiate(optimizer.scaleLoss(loss), leavesOf);
      withPlace({ scope: optimizer.name, phase: "update" }, () => optimizer.apply(found, trained));
    };
    [, this.times.gradients] = timed(() => withTrace(this.#trace, update));
  }

  /** What was made, and the leaves that are bound at run time. */
  get graph(): { graph: Graph; leaves: readonly Tensor[] } {
    const { updates, assigned } = this.#trace;
    return { graph: { outputs: this.#outputs, updates, assigns: assigned }, leaves: this.#leaves };
  }
}
