/** The base of constraints, and what those of norms share. */
import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import type { Config, Serializable } from "./serialize";

/**
 * The base of constraints: a subclass says in `apply` what becomes of a weight after each step of an optimizer.
 *
 * @example { class Half extends Constraint { apply(w) { return ops.minimum(w, 0.5); } } K.eval(new Half().apply(K.constant([1, 0]))) } // [0.5 0. ]
 */
export abstract class Constraint implements Serializable {
  static className?: string;
  /** The weight as it may be. */
  abstract apply(w: Tensor): Tensor;

  getConfig(): Config {
    return {};
  }
}

/** Options of a constraint along axes. */
export interface AxisOptions {
  /** The axis or axes of a norm; 0, the inputs of a `Dense` kernel, by default. */
  axis?: number | readonly number[];
}

/** Keras's fuzz factor. */
const FUZZ = 1e-7;

/** A constraint on the norms of a weight along axes. */
export abstract class NormConstraint extends Constraint {
  readonly axis: number | readonly number[];

  constructor(where: string, options: AxisOptions | undefined, numbers: readonly string[] = []) {
    super();
    const own = checkOptions(where, options as (AxisOptions & Record<string, unknown>) | undefined, [
      ...numbers,
      "axis",
    ]);
    this.axis = own.axis ?? 0;
    if (![this.axis].flat().every((axis) => Number.isInteger(axis))) {
      throw new ValueError(where, "axis is no whole number", {
        expected: "a whole number, or a list of them",
        received: { axis: this.axis },
      });
    }
    for (const name of numbers) {
      const value = own[name];
      if (value !== undefined && (typeof value !== "number" || Number.isNaN(value)))
        throw new ValueError(where, `${name} is no number`, { expected: "a number", received: { [name]: value } });
    }
  }

  /** The norm wanted for a norm. */
  protected abstract wanted(norm: Tensor): Tensor | number;

  override apply(w: Tensor): Tensor {
    const axis = [this.axis].flat();
    const norm = ops.sqrt(ops.sum(ops.square(w), { axis, keepdims: true }));
    const wanted = this.wanted(norm);
    const fuzzed = ops.add(norm, FUZZ);
    // One rounding less where the norm is 1, as in Keras.
    return typeof wanted === "number" ? ops.divide(w, fuzzed) : ops.multiply(w, ops.divide(wanted, fuzzed));
  }
}
