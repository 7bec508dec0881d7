import { add } from "../add";
import { divide } from "../divide";
import { exp } from "../exp";
import { expm1 } from "../expm1";
import { type Formula, formula, odd } from "../kinds/formula";
import { less } from "../less";
import { minimum } from "../minimum";
import { multiply } from "../multiply";
import { negative } from "../negative";
import { subtract } from "../subtract";
import { where } from "../where";

/** From so far on, exp(-x) is no more than the rounding of exp(x), and expm1 could overflow. */
const FAR = 1;

/**
 * The hyperbolic sine.
 *
 * @example K.eval(ops.sinh(0)) // 0
 */
export const sinh: Formula = formula("sinh", (x) =>
  odd(x, (a) => {
    const e = expm1(minimum(a, FAR));
    // Halves inside of exp, so that it overflows where the sine does.
    const far = subtract(exp(subtract(a, Math.LN2)), exp(negative(add(a, Math.LN2))));
    return where(less(a, FAR), multiply(0.5, add(e, divide(e, add(e, 1)))), far);
  }),
);
