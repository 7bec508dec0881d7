/** What SimpleRNN, LSTM, GRU and the ConvLSTM layers share: they make their cell themselves. */
import { ValueError } from "../../core/errors";
import type { Config } from "../../nn/core/serialize";
import * as regularizers from "../../nn/regularizers";
import type { RecurrentCell } from "./cell";
import type { GateCell } from "./gated_cell";
import { Recurrent, type RecurrentOptions } from "./recurrent";

/** A recurrent layer with a cell of the library. */
export abstract class GateRecurrent<C extends GateCell> extends Recurrent {
  /** @param keys The options of the cell among those of the layer. */
  constructor(
    own: RecurrentOptions & { useCudnn?: unknown },
    name: string,
    keys: readonly string[],
    make: (options: Record<string, unknown>) => C,
  ) {
    const values = own as unknown as Record<string, unknown>;
    const picked = keys.filter((key) => values[key] !== undefined).map((key) => [key, values[key]]);
    super(own, make({ ...Object.fromEntries(picked), trainable: own.trainable ?? true, name }) as RecurrentCell);
    if (own.useCudnn === undefined || own.useCudnn === "auto" || own.useCudnn === false) return;
    throw new ValueError(this.name, "useCudnn is not supported", {
      expected: '"auto" or false',
      received: { useCudnn: own.useCudnn },
    });
  }

  /** The cell. */
  protected get part(): C {
    return this.cell as unknown as C;
  }

  /** Keras's config of the cell as a part of the layer's own. */
  protected partConfig(initializers: Config = {}): Config {
    const { activityRegularizer } = this;
    const activity = { activity_regularizer: regularizers.serializeOptional(activityRegularizer) };
    return this.part.gateConfig({ initializers, regularizers: activity });
  }
}

/** One over rows of features. */
export abstract class UnitRecurrent<C extends GateCell & { readonly units: number }> extends GateRecurrent<C> {
  /** Features of the output. */
  get units(): number {
    return this.part.units;
  }

  /** Keras's config of the cell as a part of the layer's own. */
  protected unitConfig(initializers?: Config): Config {
    return { units: this.units, ...this.partConfig(initializers) };
  }
}
