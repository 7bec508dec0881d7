import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import { multiply } from "../../ops/multiply";
import { square } from "../../ops/square";
import { sum } from "../../ops/sum";
import { Regularizer } from "../core/regularizer";
import type { Config } from "../core/serialize";

/**
 * l2 times the sum of w squared.
 *
 * @example K.eval(regularizers.l2({ l2: 0.5 }).apply(K.constant([1, 1]))) // 1
 */
export class L2 extends Regularizer {
  static className = "L2";
  readonly l2: number;

  constructor(options?: { l2?: number }) {
    super();
    const own = checkOptions("L2", options, ["l2"]);
    this.l2 = own.l2 ?? 0.01;
  }

  override apply(x: Tensor): Tensor {
    return multiply(this.l2, sum(square(x)));
  }

  override getConfig(): Config {
    return { l2: this.l2 };
  }
}

/** Makes an `L2`. */
export function l2(options?: { l2?: number }): L2 {
  return new L2(options);
}
