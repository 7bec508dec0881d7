/** What SimpleRNNCell, LSTMCell and GRUCell share. */
import { ShapeError } from "../../core/errors";
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import type * as initializers from "../../nn/initializers";
import * as ops from "../../ops/gen/public";
import { type Passage, stepAt } from "./cell";
import { GateCell, type GatedOptions } from "./gated_cell";
import { inputOfRank } from "./inputs";
import type { Shapes } from "./layer";
import { positive } from "./options";

/** A cell over rows of features. Its gates stand side by side in the weights. */
export abstract class UnitCell extends GateCell {
  readonly units: number;
  readonly outputSize: number;
  readonly #gates: number;
  readonly #implementation: 1 | 2;

  constructor(own: GatedOptions, gates: number) {
    super(own, gates > 1);
    this.units = positive(this.name, "units", own.units);
    this.outputSize = this.units;
    this.#gates = gates;
    this.#implementation = this.recurrentDropout > 0 ? 1 : (own.implementation ?? 2);
  }

  override build(inputShape: Shape): void {
    const features = inputOfRank(this.name, inputShape, ["batch", "features"])[1]!;
    const width = this.units * this.#gates;
    this.kernel = this.weight("kernel", [features, width]);
    this.recurrentKernel = this.weight("recurrent", [this.units, width]);
    if (this.useBias) this.bias = this.weight("bias", this.biasShape(width), this.biasInitializer());
  }

  protected biasShape(width: number): Shape {
    return [width];
  }

  protected biasInitializer(): initializers.Initializer {
    return this.initializers.bias;
  }

  /** The bias of the inputs' products. */
  protected inputBias(): Tensor | undefined {
    return this.bias?.value;
  }

  override checkInput(shapes: Shapes): void {
    const [, features] = inputOfRank(this.name, shapes, ["batch", "features"]);
    const wanted = this.kernel.dims[0];
    if (features === wanted) return;
    throw new ShapeError(this.name, `input has ${features} features but its kernel was built for ${wanted}`, {
      expected: `steps of shape (batch, ${wanted})`,
      received: { "x.shape": shapes },
    });
  }

  override getInitialState(batchSize: number): Tensor[] {
    return [this.stateSize].flat().map((size) => ops.zeros([batchSize, size as number]));
  }

  /** Whether each gate has a dropout mask of its own. */
  get #single(): boolean {
    return this.#gates === 1 || this.#implementation === 2;
  }

  /** A rate of 1 drops all in a SimpleRNN, and nothing in the others, as in Keras. */
  #rate(rate: number): number {
    return rate === 1 && this.#gates > 1 ? 0 : rate;
  }

  protected override project(x: Tensor, training: boolean): Tensor {
    const [batch, , features] = x.dims as [number, number, number];
    const count = this.#single ? 1 : this.#gates;
    const masks = this.masks(this.#rate(this.dropout), [batch, 1, features], count, training);
    const product = masks
      ? this.perGate(masks, (mask, kernel) => ops.matmul(ops.multiply(x, mask), kernel), this.kernel.value, 2)
      : ops.matmul(x, this.kernel);
    const bias = this.inputBias();
    return bias ? ops.add(product, bias) : product;
  }

  /** What each mask makes of its columns of a kernel, side by side. */
  protected perGate(
    masks: readonly Tensor[],
    make: (mask: Tensor, kernel: Tensor) => Tensor,
    kernel: Tensor,
    axis: number,
  ): Tensor {
    if (masks.length === 1) return make(masks[0]!, kernel);
    const [rows, columns] = kernel.dims as [number, number];
    const width = columns / masks.length;
    const parts = masks.map((mask, i) => make(mask, ops.slice(kernel, [0, i * width], [rows, width])));
    return ops.concatenate(parts, { axis });
  }

  /** The product of the state with (columns of) the recurrent kernel. */
  protected recurrent(
    h: Tensor,
    masks: readonly Tensor[] | undefined,
    kernel: Tensor = this.recurrentKernel.value,
  ): Tensor {
    if (!masks) return ops.matmul(h, kernel);
    return this.perGate(masks, (mask, part) => ops.matmul(ops.multiply(h, mask), part), kernel, 1);
  }

  protected override recurrentMasks(state: Tensor, training: boolean): Tensor[] | undefined {
    return this.masks(this.#rate(this.recurrentDropout), state.dims, this.#gates, training);
  }

  /** The outputs and last states among the slots that a kernel gave; states come first. */
  protected passage(slots: Tensor, states: number, reverse: boolean): Passage {
    const [batch, steps] = slots.dims as [number, number];
    const outputs = ops.slice(slots, [0, 0, 0], [batch, steps, this.units]);
    const ends = ops.slice(slots, [0, reverse ? 0 : steps - 1, 0], [batch, 1, states * this.units]);
    const last = Array.from({ length: states }, (_, i) =>
      stepAt(ops.slice(ends, [0, 0, i * this.units], [batch, 1, this.units]), 0),
    );
    return { outputs, last: last[0]!, states: last };
  }
}
