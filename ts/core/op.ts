/** What an op is: one record that holds every concern of one name. */
import type { DType } from "./dtypes";
import type { Dims } from "./shapes";
import type { Tensor } from "./tensor";

/** The kinds of kernels: design of the engine, section "Kinds". */
export type Kind = "map" | "zip" | "reduce" | "rows" | "contract" | "window" | "move" | "scan" | "random" | "update";

/** Attributes of a node: plain data, compared by content. */
export type Attribute = number | string | boolean | null | undefined | readonly Attribute[];
export type Attributes = Readonly<Record<string, Attribute>>;

/** The type of what a node gives. */
export interface Signature {
  shape: Dims;
  dtype: DType;
}

/** A node seen by the rules of its op. */
export interface OpNode {
  readonly op: Op;
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
  readonly output: Tensor;
}

/** A sample for the laws of a kind: the arguments of the public function. */
export interface Sample {
  /** Arrays, numbers and options as a user writes them. */
  args: readonly unknown[];
}

/** How a device runs a node: the kernel's name and what its instruction holds behind the operands. */
export interface Lowering {
  kernel: string;
  /** Independent slices; 0 when there is nothing to do. */
  units: number;
  /** Scalar operations of one unit. */
  work: number;
  /** Multiplications with an addition, in all units; for the profiler. */
  macs?: number;
  /** Words behind the operands; floats as { f: value }. */
  words: readonly (number | { readonly f: number })[];
  /** Operands in the kernel's order; undefined stands for an absent one. Default: the inputs, then the output. */
  operands?: readonly (Tensor | undefined)[];
  /** Bytes of scratch that one thread needs. */
  scratchBytes?: number;
}

/** One op. Everything about `relu` that is not its kernel is in its record. */
export interface Op {
  readonly name: string;
  readonly kind: Kind;
  /** Shape and dtype of the result; throws a ShapeError or DTypeError that names `where`. */
  infer(inputs: readonly Tensor[], attributes: Attributes): Signature;
  /** The gradients of the inputs given that of the output; undefined where there is none. `k` holds all ops. */
  gradient?(node: OpNode, g: Tensor, k: OpTable): readonly (Tensor | undefined)[];
  /** The kernel of an elementwise op for the dtypes at hand. */
  kernel?(node: OpNode): string;
  /** The instruction of any other op. */
  lower?(node: OpNode): Lowering;
  /** The inputs as the kernel wants them (packed panels); called once, when a device compiles. */
  prepare?(node: OpNode): readonly Tensor[];
  /** The value in float64, for tests and constant folding. */
  reference?(...values: number[]): number;
  /** Inputs (by position) that are written in place. */
  readonly writes?: readonly number[];
  /** Whether a bias and an activation can be applied at its write-back: a third input, attribute `activation`. */
  readonly epilogue?: boolean;
  /** Of an op that stops the program on a bad index: how many indices are legal, or the rule in words. */
  checks?(node: OpNode): number | string;
  /** The class that Keras names in saved models, as "keras.src.ops.nn.Relu". */
  readonly keras?: string;
}

/** Ops by their camelCase names: what a gradient rule is written with. */
export type OpTable = typeof import("../ops/gen/rules");
