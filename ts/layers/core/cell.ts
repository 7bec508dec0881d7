/** Cells: one step of a recurrent layer, and how they run over all steps. */
import { ShapeError, ValueError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import { withScope } from "../../core/trace";
import * as ops from "../../ops/gen/public";
import { type CallOptions, Layer } from "./layer";

/** Sizes of a cell's states: one, several, or those of several cells. */
export type StateSize = number | readonly StateSize[];

/** What a layer must have to be a cell of `RNN`. Its `call(x, { states, training })` gives `[output, ...states]`. */
export interface RecurrentCell extends Layer {
  readonly stateSize: StateSize;
  /** Features of the output; the first state's when absent. */
  readonly outputSize?: number;
  /** The first states; zeros when absent. */
  getInitialState?(batchSize: number): Tensor | readonly Tensor[];
}

/** How a cell runs over a sequence. */
export interface ScanCall {
  /** The first states; the cell's own when absent. */
  states: readonly Tensor[] | undefined;
  /** Which steps count: bool [batch, steps]. */
  mask: Tensor | undefined;
  training: boolean;
  /** From the last step to the first. */
  reverse: boolean;
  /** Whether skipped steps repeat the last output, as Keras does in its unrolled loop, and not the first state. */
  unroll: boolean;
}

/** What comes of a sequence. */
export interface Passage {
  /** [batch, steps, ...], each output at the step it belongs to. */
  outputs: Tensor;
  /** The output of the step that ran last. */
  last: Tensor;
  /** The states after it. */
  states: readonly Tensor[];
}

/** A cell of the library: it may know better than step by step. */
export abstract class Cell extends Layer implements RecurrentCell {
  abstract readonly stateSize: StateSize;
  abstract readonly outputSize: number;

  /** Runs over a sequence [batch, steps, ...]. */
  abstract scan(x: Tensor, call: ScanCall): Passage;
}

/** Checks that a value can be the cell of a recurrent layer. */
export function checkCell(where: string, option: string, value: unknown): RecurrentCell {
  const cell = value as RecurrentCell;
  if (cell instanceof Layer && typeof cell.call === "function" && cell.stateSize !== undefined) return cell;
  throw new ValueError(where, `${option} is no cell`, {
    expected: "a layer with stateSize and call(x, { states, training })",
    received: { [option]: value },
  });
}

/** All sizes of a cell's states, in order. */
export function stateSizes(size: StateSize): number[] {
  return typeof size === "number" ? [size] : size.flatMap(stateSizes);
}

/** The features of a cell's output. */
export function outputSize(cell: RecurrentCell): number {
  return cell.outputSize ?? stateSizes(cell.stateSize)[0]!;
}

/** The first states of a cell for a batch. */
export function initialStates(cell: RecurrentCell, batch: number): Tensor[] {
  if (cell.getInitialState) return [cell.getInitialState(batch)].flat() as Tensor[];
  return stateSizes(cell.stateSize).map((size) => ops.zeros([batch, size]));
}

/** Runs any cell over a sequence. */
export function scanCell(cell: RecurrentCell, x: Tensor, call: ScanCall): Passage {
  if (cell instanceof Cell) return withScope(cell.name, () => cell.scan(x, call));
  const states = call.states ?? initialStates(cell, x.dims[0]!);
  return withScope(cell.name, () => {
    const step = (inputs: Tensor, before: readonly Tensor[]): Tensor[] => stepOf(cell, inputs, before, call.training);
    return loop(step, x, states, call);
  });
}

/** One step of a cell: its output and new states. */
function stepOf(cell: RecurrentCell, inputs: Tensor, states: readonly Tensor[], training: boolean): Tensor[] {
  const options: CallOptions = { states: [...states], training };
  const result = [cell.call(inputs, options)].flat(2) as Tensor[];
  if (result.length === states.length + 1) return result;
  throw new ValueError(cell.name, "call gives the wrong number of tensors", {
    expected: `[output, ...states], ${states.length + 1} tensors`,
    received: `${result.length}`,
  });
}

/** One step: from inputs and states to output and new states. */
type Step = (x: Tensor, states: readonly Tensor[]) => readonly Tensor[];

/** The steps of a sequence one by one, as part of the program. */
export function loop(step: Step, x: Tensor, first: readonly Tensor[], call: ScanCall): Passage {
  const steps = x.dims[1]!;
  const inputs = timeSteps(x);
  const masks = call.mask && timeSteps(call.mask);
  let states = first;
  const outputs: Tensor[] = [];
  let last: Tensor | undefined;
  for (let i = 0; i < steps; i++) {
    const time = call.reverse ? steps - 1 - i : i;
    const [output, ...news] = step(inputs[time]!, states) as [Tensor, ...Tensor[]];
    const mask = masks?.[time];
    if (!mask) {
      states = news;
      last = output;
    } else {
      const old = states;
      states = news.map((state, n) => choose(mask, state, old[n]!));
      const before = call.unroll ? (last ?? ops.zerosLike(output)) : old[0]!;
      last = output === news[0] && !call.unroll ? states[0]! : choose(mask, output, before);
    }
    outputs[time] = last;
  }
  return { outputs: ops.stack(outputs, { axis: 1 }), last: last!, states };
}

/** Rows of `a` where the mask [batch] holds, else rows of `b`. */
function choose(mask: Tensor, a: Tensor, b: Tensor): Tensor {
  return ops.where(ops.reshape(mask, [mask.dims[0]!, ...a.dims.slice(1).map(() => 1)]), a, b);
}

/** A program with more steps one by one is too large. */
const MOST_STEPS = 20_000;

/** The steps of a sequence [batch, steps, ...], each a part of the program. @throws ShapeError for too many. */
export function timeSteps(x: Tensor): Tensor[] {
  const [batch, steps, ...rest] = x.dims as [number, number, ...number[]];
  if (steps > MOST_STEPS) {
    throw new ShapeError("a sequence", "has too many steps for a layer that runs them one by one", {
      expected: `at most ${MOST_STEPS}`,
      received: { "x.shape": x.shape },
      fix: "Cut it into shorter ones, or use LSTM, GRU or SimpleRNN with their usual activations",
    });
  }
  return Array.from({ length: steps }, (_, time) => {
    const start = [0, time, ...rest.map(() => 0)];
    return ops.reshape(ops.slice(x, start, [batch, 1, ...rest]), [batch, ...rest]);
  });
}

/** One step of a sequence. */
export function stepAt(x: Tensor, time: number): Tensor {
  const [batch, , ...rest] = x.dims as [number, number, ...number[]];
  return ops.reshape(ops.slice(x, [0, time, ...rest.map(() => 0)], [batch, 1, ...rest]), [batch, ...rest]);
}

/** Throws a ShapeError when states do not fit a cell. */
export function checkStates(where: string, states: readonly Tensor[], sizes: readonly (readonly number[])[]): void {
  const fits = states.length === sizes.length && states.every((s, i) => `${s.dims}` === `${sizes[i]}`);
  if (fits) return;
  throw new ShapeError(where, "initialState does not fit", {
    expected: `states of shapes ${sizes.map((size) => `[${size}]`).join(", ")}`,
    received: `shapes ${states.map((s) => `[${s.dims}]`).join(", ")}`,
  });
}
