import { absolute } from "../absolute";
import { add } from "../add";
import { divide } from "../divide";
import { exp } from "../exp";
import { type Formula2, formula2 } from "../kinds/formula";
import { log1p } from "../log1p";
import { maximum } from "../maximum";
import { multiply } from "../multiply";
import { negative } from "../negative";
import { subtract } from "../subtract";

/**
 * log2(2^x1 + 2^x2), without overflow for finite numbers.
 *
 * @throws ShapeError when the operands do not broadcast.
 * @example K.eval(ops.logaddexp2([3], [3])) // [4.]
 */
export const logaddexp2: Formula2 = formula2("logaddexp2", (a, b) => {
  const apart = multiply(negative(absolute(subtract(a, b))), Math.LN2);
  return add(maximum(a, b), divide(log1p(exp(apart)), Math.LN2));
});
