import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import { absolute } from "../../ops/absolute";
import { multiply } from "../../ops/multiply";
import { sum } from "../../ops/sum";
import { Regularizer } from "../core/regularizer";
import type { Config } from "../core/serialize";

/**
 * l1 times the sum of |w|.
 *
 * @example K.eval(regularizers.l1({ l1: 0.5 }).apply(K.constant([1, 1]))) // 1
 */
export class L1 extends Regularizer {
  static className = "L1";
  readonly l1: number;

  constructor(options?: { l1?: number }) {
    super();
    const own = checkOptions("L1", options, ["l1"]);
    this.l1 = own.l1 ?? 0.01;
  }

  override apply(x: Tensor): Tensor {
    return multiply(this.l1, sum(absolute(x)));
  }

  override getConfig(): Config {
    return { l1: this.l1 };
  }
}

/** Makes an `L1`. */
export function l1(options?: { l1?: number }): L1 {
  return new L1(options);
}
