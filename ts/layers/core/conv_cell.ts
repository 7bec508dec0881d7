/** The cell of the ConvLSTM layers. */
import { ShapeError, ValueError } from "../../core/errors";
import type { Dims, Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { checkPadding, sizesOf } from "../../ops/kinds/window";
import { ForgetBias } from "./forget_bias";
import { GATE_KEYS, GateCell, type GateOptions } from "./gated_cell";
import { type DataFormat, dataFormat } from "./images";
import { inputOfRank } from "./inputs";
import type { Shapes } from "./layer";
import { positive } from "./options";

/** Options of the cell. */
export interface ConvCellOptions extends GateOptions {
  /** Channels of the output and of the states. */
  filters: number;
  /** The size of the window along each axis, or one number for all. */
  kernelSize: number | readonly number[];
  /** Of the convolution of the inputs. */
  strides?: number | readonly number[];
  /** "valid" (no border) or "same"; of the convolution of the inputs. */
  padding?: string;
  /** "channels_last" or "channels_first". */
  dataFormat?: string | null;
  dilationRate?: number | readonly number[];
  /** Of the gates; "sigmoid" when absent. */
  recurrentActivation?: unknown;
  /** Whether the bias of the forget gate begins with 1; true by default. */
  unitForgetBias?: boolean;
}

/** The keys of `ConvCellOptions`. */
export const CONV_CELL_KEYS: readonly string[] = [
  ...["filters", "kernelSize", "strides", "padding", "dataFormat", "dilationRate"],
  ...["recurrentActivation", "unitForgetBias", ...GATE_KEYS],
];

/** A long short-term memory whose products are convolutions. */
export class ConvLSTMCell extends GateCell {
  static override className = "ConvLSTMCell";
  readonly rank: number;
  readonly filters: number;
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: string;
  readonly dataFormat: DataFormat;
  readonly dilationRate: readonly number[];
  readonly unitForgetBias: boolean;
  readonly stateSize: readonly number[];
  readonly outputSize: number;
  /** The shape of a step and of a state, without the batch. */
  #step: Dims = [];
  #state: Dims = [];

  constructor(own: ConvCellOptions, rank: number) {
    super(own, true);
    this.rank = rank;
    this.filters = positive(this.name, "filters", own.filters);
    const sizes = (name: string, value: unknown): number[] => sizesOf(this.name, name, value, rank);
    this.kernelSize = sizes("kernelSize", own.kernelSize);
    this.strides = sizes("strides", own.strides ?? 1);
    this.padding = checkPadding(this.name, own.padding);
    this.dataFormat = dataFormat(this.name, own.dataFormat);
    this.dilationRate = sizes("dilationRate", own.dilationRate ?? 1);
    if (this.strides.some((s) => s > 1) && this.dilationRate.some((d) => d > 1)) {
      throw new ValueError(this.name, "strides and dilationRate above 1 do not go together", {
        received: { strides: own.strides, dilationRate: own.dilationRate },
      });
    }
    this.unitForgetBias = own.unitForgetBias ?? true;
    this.stateSize = [this.filters, this.filters];
    this.outputSize = this.filters;
  }

  /** The names of the axes of one step. */
  get axes(): string[] {
    const spatial = [["length"], ["height", "width"], ["depth", "height", "width"]][this.rank - 1]!;
    return this.dataFormat === "channels_last" ? ["batch", ...spatial, "channels"] : ["batch", "channels", ...spatial];
  }

  /** The axis of the channels in a step with its batch. */
  get #channels(): number {
    return this.dataFormat === "channels_last" ? this.rank + 1 : 1;
  }

  override build(inputShape: Shape): void {
    const shape = inputOfRank(this.name, inputShape, this.axes);
    if (shape.slice(1).includes(null)) {
      throw new ShapeError(this.name, "needs known sizes but for the batch", {
        received: { "x.shape": shape },
        fix: "Give the layer an input shape without null",
      });
    }
    const step = shape.slice(1) as number[];
    const channels = step[this.#channels - 1]!;
    this.kernel = this.weight("kernel", [...this.kernelSize, channels, 4 * this.filters]);
    this.recurrentKernel = this.weight("recurrent", [...this.kernelSize, this.filters, 4 * this.filters]);
    if (this.useBias) {
      const first = this.initializers.bias;
      this.bias = this.weight("bias", [4 * this.filters], this.unitForgetBias ? new ForgetBias(first) : first);
    }
    const state = ops.conv(ops.zeros([1, ...step]), ops.zeros(this.kernel.dims), this.#window).dims.slice(1);
    state[this.#channels - 1] = this.filters;
    this.#step = step;
    this.#state = state;
  }

  override checkInput(shapes: Shapes): void {
    const shape = inputOfRank(this.name, shapes, this.axes);
    const fits = shape.slice(1).every((size, i) => size === null || size === this.#step[i]);
    if (fits) return;
    throw new ShapeError(this.name, "input has other sizes than the cell was built for", {
      expected: `steps of shape (batch, ${this.#step.join(", ")})`,
      received: { "x.shape": shapes },
    });
  }

  get #window() {
    const { strides, padding, dataFormat, dilationRate } = this;
    return { strides: [...strides], padding, dataFormat, dilationRate: [...dilationRate] };
  }

  /** The shape of a state for a batch. */
  stateShape(batch: number): number[] {
    return [batch, ...this.#state];
  }

  override getInitialState(batchSize: number): Tensor[] {
    const zeros = ops.zeros(this.stateShape(batchSize));
    return [zeros, zeros];
  }

  #rate(rate: number): number {
    return rate === 1 ? 0 : rate;
  }

  /** The columns of a kernel that belong to each gate. */
  #gates(kernel: Tensor): Tensor[] {
    const dims = kernel.dims;
    const start = dims.map(() => 0);
    const shape = [...dims.slice(0, -1), this.filters];
    return [0, 1, 2, 3].map((i) => ops.slice(kernel, [...start.slice(1), i * this.filters], shape));
  }

  protected override project(x: Tensor, training: boolean): Tensor {
    const [batch, steps, ...rest] = x.dims as [number, number, ...number[]];
    const masks = this.masks(this.#rate(this.dropout), [batch, 1, ...rest], 4, training);
    const convolve = (inputs: Tensor, kernel: Tensor): Tensor =>
      ops.conv(ops.reshape(inputs, [batch * steps, ...rest]), kernel, this.#window);
    const kernel = this.kernel.value;
    const axis = this.#channels;
    const all = masks
      ? ops.concatenate(
          this.#gates(kernel).map((own, i) => convolve(ops.multiply(x, masks[i]!), own)),
          { axis },
        )
      : convolve(x, kernel);
    const shape = all.dims.map((_, i) => (i === axis ? 4 * this.filters : 1));
    const z = this.bias ? ops.add(all, ops.reshape(this.bias, shape)) : all;
    return ops.reshape(z, [batch, steps, ...z.dims.slice(1)]);
  }

  protected override recurrentMasks(state: Tensor, training: boolean): Tensor[] | undefined {
    return this.masks(this.#rate(this.recurrentDropout), state.dims, 4, training);
  }

  protected override advance(z: Tensor, states: readonly Tensor[], masks: readonly Tensor[] | undefined): Tensor[] {
    const [h, c] = states as [Tensor, Tensor];
    const axis = this.#channels;
    const gate = this.recurrentActivation!.fn;
    const kernel = this.recurrentKernel.value;
    const convolve = (x: Tensor, own: Tensor): Tensor =>
      ops.conv(x, own, { padding: "same", dataFormat: this.dataFormat });
    const inner = masks
      ? ops.concatenate(
          this.#gates(kernel).map((own, i) => convolve(ops.multiply(h, masks[i]!), own)),
          { axis },
        )
      : convolve(h, kernel);
    const all = ops.add(z, inner);
    const part = (i: number): Tensor => {
      const start = all.dims.map((_, n) => (n === axis ? i * this.filters : 0));
      return ops.slice(all, start, this.stateShape(all.dims[0]!));
    };
    const cell = ops.add(ops.multiply(gate(part(1)), c), ops.multiply(gate(part(0)), this.activation.fn(part(2))));
    const output = ops.multiply(gate(part(3)), this.activation.fn(cell));
    return [output, output, cell];
  }
}
