/** The base of the ConvLSTM layers. */
import type { Config } from "../../nn/core/serialize";
import { CONV_CELL_KEYS, type ConvCellOptions, ConvLSTMCell } from "./conv_cell";
import { layerOptions } from "./options";
import { RECURRENT_KEYS, type RecurrentOptions } from "./recurrent";
import { GateRecurrent } from "./unit_recurrent";

/** Options of the ConvLSTM layers. */
export interface ConvLSTMOptions extends ConvCellOptions, RecurrentOptions {}

/** A long short-term memory over sequences of images (Shi et al., 2015). */
export abstract class ConvLSTM extends GateRecurrent<ConvLSTMCell> {
  constructor(className: string, options: ConvLSTMOptions, rank: number) {
    const own = layerOptions(className, options, [...CONV_CELL_KEYS, ...RECURRENT_KEYS]);
    super(own, "conv_lstm_cell", CONV_CELL_KEYS, (cell) => new ConvLSTMCell(cell as unknown as ConvCellOptions, rank));
  }

  protected override get axes(): readonly string[] {
    const [batch, ...rest] = this.part.axes;
    return [batch!, "steps", ...rest];
  }

  protected override stateShapes(batch: number): number[][] {
    return [this.part.stateShape(batch), this.part.stateShape(batch)];
  }

  override getConfig(): Config {
    const { part } = this;
    return {
      ...super.getConfig(),
      filters: part.filters,
      kernel_size: [...part.kernelSize],
      strides: [...part.strides],
      padding: part.padding,
      data_format: part.dataFormat,
      dilation_rate: [...part.dilationRate],
      ...this.partConfig({ unit_forget_bias: part.unitForgetBias }),
      seed: part.seed,
    };
  }
}
