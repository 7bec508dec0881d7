import { ValueError } from "../core/errors";
import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import { type Config, optionsFrom } from "../nn/core/serialize";
import {
  Cell,
  checkCell,
  initialStates,
  outputSize,
  type Passage,
  type RecurrentCell,
  type ScanCall,
  type StateSize,
  scanCell,
  stateSizes,
} from "./core/cell";
import type { CallOptions, LayerOptions } from "./core/layer";
import { layerOptions } from "./core/options";
import { partConfig, partFrom, type ReadPart } from "./core/part";

/** Options of `StackedRNNCells`. */
export interface StackedRNNCellsOptions extends LayerOptions {
  cells: readonly RecurrentCell[];
}

/**
 * Several cells as one: each takes the output of the one before.
 *
 * Input [batch, features] and the states of all cells in order; gives the last output and all new states.
 *
 * @throws ValueError when one of the cells is none.
 * @example layers.rnn({ cell: layers.stackedRNNCells({ cells: [layers.gruCell({ units: 3 }), layers.lstmCell({ units: 2 })] }) }).apply(ops.ones([2, 5, 4])).shape // [ 2, 2 ]
 */
export class StackedRNNCells extends Cell {
  static override className = "StackedRNNCells";
  readonly cells: readonly RecurrentCell[];

  constructor(options: StackedRNNCellsOptions) {
    const own = layerOptions("StackedRNNCells", options, ["cells"]);
    super(own);
    if (!Array.isArray(own.cells) || own.cells.length === 0) {
      throw new ValueError(this.name, "cells is no list of cells", { received: { cells: own.cells } });
    }
    this.cells = own.cells.map((cell, i) => checkCell(this.name, `cells[${i}]`, cell));
  }

  /** The state sizes of each cell. */
  get stateSize(): StateSize {
    return this.cells.map((cell) => cell.stateSize);
  }

  get outputSize(): number {
    return outputSize(this.cells.at(-1)!);
  }

  override build(inputShape: Shape): void {
    let shape = inputShape;
    for (const cell of this.cells) {
      this.buildPart(cell, shape);
      shape = [shape[0]!, outputSize(cell)];
    }
  }

  /** The first states of all cells, in order. */
  getInitialState(batchSize: number): Tensor[] {
    return this.cells.flatMap((cell) => initialStates(cell, batchSize));
  }

  override call(inputs: Tensor, { states, training = false }: CallOptions): Tensor[] {
    let x = inputs;
    const news = this.#shares([states].flat(3) as Tensor[]).flatMap((own, i) => {
      const [output, ...after] = [this.cells[i]!.call(x, { states: own, training })].flat(2) as [Tensor, ...Tensor[]];
      x = output;
      return after;
    });
    return [x, ...news];
  }

  /** Cell by cell over the whole sequence: no cell needs what comes behind it. */
  override scan(x: Tensor, call: ScanCall): Passage {
    const shares = call.states && this.#shares(call.states);
    let sequence = x;
    const states: Tensor[] = [];
    let last: Tensor | undefined;
    this.cells.forEach((cell, i) => {
      const passage = scanCell(cell, sequence, { ...call, states: shares?.[i] });
      sequence = passage.outputs;
      last = passage.last;
      states.push(...passage.states);
    });
    return { outputs: sequence, last: last!, states };
  }

  /** The states of each cell. */
  #shares(states: readonly Tensor[]): Tensor[][] {
    let at = 0;
    return this.cells.map((cell) => {
      const count = stateSizes(cell.stateSize).length;
      at += count;
      return states.slice(at - count, at);
    });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), cells: this.cells.map(partConfig) };
  }

  /** A stack from Keras's config. */
  static fromConfig(config: Config, read?: ReadPart): StackedRNNCells {
    const { cells, ...rest } = config;
    const made = [cells].flat().map((cell, i) => partFrom("StackedRNNCells", `cells[${i}]`, cell, read));
    return new StackedRNNCells({ ...optionsFrom(rest), cells: made as unknown as RecurrentCell[] });
  }
}

/** Makes a `StackedRNNCells`. */
export function stackedRNNCells(options: StackedRNNCellsOptions): StackedRNNCells {
  return new StackedRNNCells(options);
}
