import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import { absolute } from "../../ops/absolute";
import { add } from "../../ops/add";
import { multiply } from "../../ops/multiply";
import { square } from "../../ops/square";
import { sum } from "../../ops/sum";
import { Regularizer } from "../core/regularizer";
import type { Config } from "../core/serialize";

/**
 * l1 times the sum of |w| and l2 times that of w squared.
 *
 * @example K.eval(regularizers.l1l2({ l1: 0.5 }).apply(K.constant([1, 1]))) // 1
 */
export class L1L2 extends Regularizer {
  static className = "L1L2";
  readonly l1: number;
  readonly l2: number;

  constructor(options?: { l1?: number; l2?: number }) {
    super();
    const own = checkOptions("L1L2", options, ["l1", "l2"]);
    this.l1 = own.l1 ?? 0;
    this.l2 = own.l2 ?? 0;
  }

  override apply(x: Tensor): Tensor {
    return add(multiply(this.l1, sum(absolute(x))), multiply(this.l2, sum(square(x))));
  }

  override getConfig(): Config {
    return { l1: this.l1, l2: this.l2 };
  }
}

/** Makes an `L1L2`. */
export function l1l2(options?: { l1?: number; l2?: number }): L1L2 {
  return new L1L2(options);
}
