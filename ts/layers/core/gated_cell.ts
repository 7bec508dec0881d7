/** What all cells of the library share: weights, activations, dropout. */
import * as random from "../../backend/random";
import { SeedSource } from "../../backend/seeds";
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as activations from "../../nn/activations";
import * as constraints from "../../nn/constraints";
import type { Activation } from "../../nn/core/activation";
import type { Config } from "../../nn/core/serialize";
import * as initializers from "../../nn/initializers";
import * as regularizers from "../../nn/regularizers";
import * as ops from "../../ops/gen/public";
import { Cell, loop, type Passage, type ScanCall, stepAt } from "./cell";
import type { CallOptions, LayerOptions } from "./layer";
import { notNegative } from "./options";

/** Options of weights and dropout that all recurrent layers take. */
export interface GateOptions extends LayerOptions {
  /** A name, or a function of a tensor; "tanh" when absent. */
  activation?: unknown;
  useBias?: boolean;
  kernelInitializer?: unknown;
  recurrentInitializer?: unknown;
  biasInitializer?: unknown;
  kernelRegularizer?: unknown;
  recurrentRegularizer?: unknown;
  biasRegularizer?: unknown;
  kernelConstraint?: unknown;
  recurrentConstraint?: unknown;
  biasConstraint?: unknown;
  /** The part of the inputs that is dropped in training: the same features at all steps. */
  dropout?: number;
  /** The part of the states that is dropped in training. */
  recurrentDropout?: number;
  /** A number makes the dropout repeatable. */
  seed?: number | null;
}

/** Options of all recurrent layers with units. */
export interface UnitOptions extends GateOptions {
  /** Features of the output and of the states. */
  units: number;
}

/** Options of those with gates. */
export interface GatedOptions extends UnitOptions {
  /** Of the gates; "sigmoid" when absent. */
  recurrentActivation?: unknown;
  /** 1 draws a dropout mask for each gate, 2 (the default) one for all. */
  implementation?: 1 | 2;
}

/** The keys of `GateOptions`. */
export const GATE_KEYS: readonly string[] = [
  ...["activation", "useBias", "kernelInitializer", "recurrentInitializer", "biasInitializer"],
  ...["kernelRegularizer", "recurrentRegularizer", "biasRegularizer"],
  ...["kernelConstraint", "recurrentConstraint", "biasConstraint", "dropout", "recurrentDropout", "seed"],
];
/** The keys of `UnitOptions`, and of `GatedOptions`. */
export const UNIT_KEYS: readonly string[] = ["units", ...GATE_KEYS];
export const GATED_KEYS: readonly string[] = [...UNIT_KEYS, "recurrentActivation", "implementation"];

const PARTS = ["kernel", "recurrent", "bias"] as const;
type Part = (typeof PARTS)[number];
const FIRST: Record<Part, string> = { kernel: "glorot_uniform", recurrent: "orthogonal", bias: "zeros" };

/** Weights, activations and dropout of a cell. */
export abstract class GateCell extends Cell {
  readonly activation: Activation;
  readonly useBias: boolean;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly seed: number | null;
  kernel!: Variable;
  recurrentKernel!: Variable;
  bias: Variable | undefined;
  protected readonly recurrentActivation: Activation | undefined;
  protected readonly initializers: Record<Part, initializers.Initializer>;
  readonly #regularizers: Record<Part, regularizers.Regularizer | undefined>;
  readonly #constraints: Record<Part, constraints.Constraint | undefined>;
  readonly #source: SeedSource | undefined;

  constructor(own: GateOptions & { recurrentActivation?: unknown }, gated: boolean) {
    super(own);
    this.activation = activations.get(own.activation === undefined ? "tanh" : own.activation, this.name);
    const gate = own.recurrentActivation === undefined ? "sigmoid" : own.recurrentActivation;
    this.recurrentActivation = gated ? activations.get(gate, this.name) : undefined;
    this.useBias = own.useBias ?? true;
    const values = own as unknown as Record<string, unknown>;
    const each = <T>(make: (part: Part) => T): Record<Part, T> =>
      Object.fromEntries(PARTS.map((part) => [part, make(part)])) as Record<Part, T>;
    this.initializers = each((part) => initializers.get(values[`${part}Initializer`] ?? FIRST[part], this.name));
    this.#regularizers = each((part) => regularizers.getOptional(values[`${part}Regularizer`], this.name));
    this.#constraints = each((part) => constraints.getOptional(values[`${part}Constraint`], this.name));
    this.dropout = Math.min(1, notNegative(this.name, "dropout", own.dropout ?? 0));
    this.recurrentDropout = Math.min(1, notNegative(this.name, "recurrentDropout", own.recurrentDropout ?? 0));
    this.seed = own.seed ?? null;
    if (this.dropout > 0 || this.recurrentDropout > 0) this.#source = new SeedSource(this.seed);
  }

  /** Makes one of the three weights. */
  protected weight(
    part: Part,
    shape: Shape,
    initializer: initializers.Initializer = this.initializers[part],
  ): Variable {
    return this.addWeight({
      name: part === "recurrent" ? "recurrent_kernel" : part,
      shape,
      initializer,
      regularizer: this.#regularizers[part],
      constraint: this.#constraints[part],
    });
  }

  /** Whether the activations are those that the kernels know, and nothing is dropped from the states. */
  protected plain(training: boolean): boolean {
    const gates = this.recurrentActivation;
    const dropping = training && this.recurrentDropout > 0;
    return this.activation.name === "tanh" && (!gates || gates.name === "sigmoid") && !dropping;
  }

  /** One step by itself. */
  override call(inputs: Tensor, { states, training = false }: CallOptions): Tensor[] {
    const before = [states].flat(2) as Tensor[];
    const z = stepAt(this.project(ops.expandDims(inputs, 1), training), 0);
    return this.advance(z, before, this.recurrentMasks(before[0]!, training));
  }

  override scan(x: Tensor, call: ScanCall): Passage {
    const z = this.project(x, call.training);
    const states = call.states ?? this.getInitialState(x.dims[0]!);
    const masks = this.recurrentMasks(states[0]!, call.training);
    return loop((inputs, before) => this.advance(inputs, before, masks), z, states, call);
  }

  /** The first states. */
  abstract getInitialState(batchSize: number): Tensor[];

  /** The part of all steps that does not depend on the states. */
  protected abstract project(x: Tensor, training: boolean): Tensor;

  /** One step from its projected inputs. */
  protected abstract advance(z: Tensor, states: readonly Tensor[], masks: readonly Tensor[] | undefined): Tensor[];

  /** Masks of the first state in training: one, or one for each gate. */
  protected abstract recurrentMasks(state: Tensor, training: boolean): Tensor[] | undefined;

  /** `count` masks of a shape; nothing where the rate drops nothing. */
  protected masks(rate: number, shape: readonly number[], count: number, training: boolean): Tensor[] | undefined {
    if (!training || rate === 0) return undefined;
    return Array.from({ length: count }, () => random.dropout(ops.ones(shape), rate, { seed: this.#source! }));
  }

  /** Keras's config of weights and dropout, and what else stands between them. */
  gateConfig(others: { bias?: Config; initializers?: Config; regularizers?: Config } = {}): Config {
    const { recurrentActivation } = this;
    const parts = (suffix: string, value: (part: Part) => unknown): Config =>
      Object.fromEntries(PARTS.map((part) => [`${part}_${suffix}`, value(part)]));
    return {
      activation: activations.serialize(this.activation),
      ...(recurrentActivation ? { recurrent_activation: activations.serialize(recurrentActivation) } : {}),
      use_bias: this.useBias,
      ...others.bias,
      ...parts("initializer", (part) => initializers.serialize(this.initializers[part])),
      ...others.initializers,
      ...parts("regularizer", (part) => regularizers.serializeOptional(this.#regularizers[part])),
      ...others.regularizers,
      ...parts("constraint", (part) => constraints.serializeOptional(this.#constraints[part])),
      dropout: this.dropout,
      recurrent_dropout: this.recurrentDropout,
    };
  }
}
