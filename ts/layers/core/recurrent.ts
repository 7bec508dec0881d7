/** The base of recurrent layers: a cell over the steps of a sequence. */
import { tensorFrom } from "../../core/convert";
import { ShapeError, ValueError } from "../../core/errors";
import type { Masks } from "../../core/mask";
import type { Shape } from "../../core/shapes";
import { Tensor } from "../../core/tensor";
import { Variable } from "../../core/variable";
import type { Config } from "../../nn/core/serialize";
import * as ops from "../../ops/gen/public";
import { checkStates, initialStates, outputSize, type RecurrentCell, scanCell, stateSizes } from "./cell";
import { oneInput, showSizes } from "./inputs";
import { type CallOptions, Layer, type LayerOptions, oneMask, type Shapes, type Tensors } from "./layer";

/** Options of all recurrent layers. */
export interface RecurrentOptions extends LayerOptions {
  /** Whether the output has all steps, or the last one. */
  returnSequences?: boolean;
  /** Whether the last states come behind the output. */
  returnState?: boolean;
  /** From the last step to the first; the outputs come in the order in which they were made. */
  goBackwards?: boolean;
  /** Whether each batch goes on with the states that the last one ended with. The batch size is fixed. */
  stateful?: boolean;
  /** How Keras runs the steps. It changes no result but one: skipped steps at the start give 0, not the first state. */
  unroll?: boolean;
  /** Whether skipped steps give 0, not the last output again. */
  zeroOutputForMask?: boolean;
}

/** The keys of `RecurrentOptions`. */
export const RECURRENT_KEYS: readonly string[] = [
  ...["returnSequences", "returnState", "goBackwards", "stateful", "unroll", "zeroOutputForMask"],
];

/** What a call of a recurrent layer may be told. */
export interface RecurrentCallOptions extends CallOptions {
  /** The first states, in the order in which they are returned. */
  initialState?: Tensors | readonly Tensors[];
}

/** A layer that runs a cell over the steps of [batch, steps, ...]. */
export abstract class Recurrent extends Layer {
  override supportsMasking = true;
  readonly cell: RecurrentCell;
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly goBackwards: boolean;
  readonly stateful: boolean;
  readonly unroll: boolean;
  zeroOutputForMask: boolean;
  /** The states that the next batch begins with; not weights: a file does not hold them. */
  #states: Variable[] | undefined;

  constructor(own: RecurrentOptions, cell: RecurrentCell) {
    super(own);
    this.cell = cell;
    this.returnSequences = own.returnSequences ?? false;
    this.returnState = own.returnState ?? false;
    this.goBackwards = own.goBackwards ?? false;
    this.stateful = own.stateful ?? false;
    this.unroll = own.unroll ?? false;
    this.zeroOutputForMask = own.zeroOutputForMask ?? false;
  }

  /** The names of the axes of an input, for error messages. */
  protected get axes(): readonly string[] {
    return ["batch", "steps", "features"];
  }

  override build(inputShape: Shape): void {
    this.#checkAxes(inputShape);
    this.buildPart(this.cell, this.#step(inputShape));
  }

  override checkInput(shapes: Shapes): void {
    this.cell.checkInput(this.#step(this.#checkAxes(shapes)));
  }

  /** Refuses what is no sequence, before a cell sees a step of it. */
  #checkAxes(shapes: Shapes): Shape {
    const shape = oneInput(this.name, shapes);
    const { axes } = this;
    if (shape.length < 3 || (axes.at(-1) !== "..." && shape.length !== axes.length)) {
      throw new ShapeError(this.name, `input has ${shape.length} axes but the layer needs ${axes.length}`, {
        expected: `shape ${showSizes(axes)}`,
        received: { "x.shape": shape },
      });
    }
    if (shape[1] === 0) throw new ShapeError(this.name, "input has no steps", { received: { "x.shape": shape } });
    return shape;
  }

  /** The shape of one step. */
  #step(shapes: Shapes): Shape {
    const shape = oneInput(this.name, shapes);
    return [shape[0] ?? null, ...shape.slice(2)];
  }

  override ensureBuilt(shapes: Shapes): void {
    super.ensureBuilt(shapes);
    if (!this.stateful) return;
    const batch = oneInput(this.name, shapes)[0] ?? null;
    if (batch === null) {
      throw new ShapeError(this.name, "a stateful layer needs a known batch size", {
        received: { "x.shape": shapes },
        fix: "Give the batch size: input({ batchShape: [32, 10, 8] })",
      });
    }
    this.#states ??= initialStates(this.cell, batch).map(
      (value) =>
        new Variable(tensorFrom(this.name, value.dataSync(), value.dims, "float32"), {
          name: "rnn_state",
          path: `${this.name}/rnn_state`,
          trainable: false,
        }),
    );
    this.buildShape = oneInput(this.name, shapes);
    const expected = this.#states[0]!.dims[0];
    if (batch === expected) return;
    throw new ShapeError(this.name, "a stateful layer cannot change its batch size", {
      expected: `batches of ${expected}`,
      received: { "x.shape": shapes },
    });
  }

  /** Sets the states of a stateful layer back to zero. */
  resetState(): void {
    for (const state of this.#states ?? []) state.assign(ops.zeros(state.dims));
  }

  /** The same. */
  resetStates(): void {
    this.resetState();
  }

  /** The states of a stateful layer. */
  get states(): readonly Variable[] {
    return this.#states ?? [];
  }

  override replay(args: readonly unknown[]): Tensor | readonly Tensor[] {
    return super.replay(hidingMask(args));
  }

  override call(inputs: Tensor, options: RecurrentCallOptions): Tensors {
    const x = ops.cast(inputs, "float32");
    const [batch, steps] = x.dims as [number, number];
    const mask = this.#mask(options, batch, steps);
    const passage = scanCell(this.cell, x, {
      states: this.#first(options.initialState, batch),
      mask,
      training: options.training ?? false,
      reverse: this.goBackwards,
      unroll: this.unroll,
    });
    this.#states?.forEach((state, i) => {
      state.assign(passage.states[i]!);
    });
    const zeros = mask && this.zeroOutputForMask && !this.unroll;
    let output = this.returnSequences ? passage.outputs : passage.last;
    if (zeros) {
      const end = this.goBackwards ? 0 : steps - 1;
      const counts = this.returnSequences ? mask : ops.slice(mask, [0, end], [batch, 1]);
      const missing = new Array<number>(output.rank - counts.rank).fill(1);
      output = ops.where(ops.reshape(counts, [...counts.dims, ...missing]), output, 0);
    }
    if (this.returnSequences && this.goBackwards && options.inTime !== true) output = reversed(output);
    return this.returnState ? [output, ...passage.states] : output;
  }

  /** The mask as bool [batch, steps]. */
  #mask(options: CallOptions, batch: number, steps: number): Tensor | undefined {
    const mask = oneMask(options);
    if (!mask || options.hidden === true) return undefined;
    const [rows, columns] = mask.dims;
    if (rows !== batch || columns !== steps) {
      throw new ShapeError(this.name, "the mask does not fit the input", {
        expected: `shape (${batch}, ${steps})`,
        received: { "mask.shape": mask.dims },
      });
    }
    const bool = ops.cast(mask, "bool");
    return bool.rank === 2 ? bool : ops.any(bool, { axis: bool.dims.map((_, i) => i).slice(2) });
  }

  /** The states to begin with; nothing where they are the cell's own. */
  #first(given: unknown, batch: number): readonly Tensor[] | undefined {
    if (given === undefined || given === null) return this.#states?.map((state) => state.value);
    const states = [given].flat(3) as unknown[];
    const tensors = states.map((state) => (state instanceof Variable ? state.value : state));
    if (!tensors.every((state) => state instanceof Tensor)) {
      throw new ValueError(this.name, "initialState is no tensor", {
        expected: "a tensor, or a list of tensors",
        received: { initialState: given },
      });
    }
    const floats = (tensors as Tensor[]).map((state) => ops.cast(state, "float32"));
    checkStates(this.name, floats, this.stateShapes(batch));
    return floats;
  }

  /** The shapes of the cell's states. */
  protected stateShapes(batch: number): number[][] {
    return stateSizes(this.cell.stateSize).map((size) => [batch, size]);
  }

  /** Features of the output. */
  get outputSize(): number {
    return outputSize(this.cell);
  }

  override computeMask(_inputs: Tensors, mask: Masks): Masks {
    if (!this.returnSequences) return null;
    return Array.isArray(mask) ? ((mask as readonly (Tensor | null)[])[0] ?? null) : mask;
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      return_sequences: this.returnSequences,
      return_state: this.returnState,
      go_backwards: this.goBackwards,
      stateful: this.stateful,
      unroll: this.unroll,
      zero_output_for_mask: this.zeroOutputForMask,
    };
  }
}

/** Arguments of a call: as in Keras, first states hide a mask that only the input carries. It still goes on behind. */
export function hidingMask(args: readonly unknown[]): readonly unknown[] {
  const [inputs, options] = args as [unknown, RecurrentCallOptions | undefined];
  const given = options?.initialState !== undefined && options.initialState !== null;
  const explicit = options?.mask !== undefined && options.mask !== null;
  return given && !explicit ? [inputs, { ...options, hidden: true }] : args;
}

/** A sequence [batch, steps, ...] from its end to its start. */
function reversed(x: Tensor): Tensor {
  const steps = x.dims[1]!;
  const order = Int32Array.from({ length: steps }, (_, i) => steps - 1 - i);
  return ops.take(x, Tensor.constant(order, [steps], "int32"), { axis: 1 });
}
