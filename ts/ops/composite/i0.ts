import { absolute } from "../absolute";
import { divide } from "../divide";
import { exp } from "../exp";
import { type Formula, formula, polynomial } from "../kinds/formula";
import { less } from "../less";
import { maximum } from "../maximum";
import { multiply } from "../multiply";
import { sqrt } from "../sqrt";
import { square } from "../square";
import { where } from "../where";

/** Polynomials of M. Abramowitz and I. Stegun, 9.8.1 and 9.8.2: errors below 2e-7. */
const NEAR = [0.0045813, 0.0360768, 0.2659732, 1.2067492, 3.0899424, 3.5156229, 1];
const FAR = [
  ...[0.00392377, -0.01647633, 0.02635537, -0.02057706, 0.00916281],
  ...[-0.00157565, 0.00225319, 0.01328592, 0.39894228],
];
const JOINT = 3.75;

/**
 * The modified Bessel function of the first kind, of order 0.
 *
 * @example K.eval(ops.i0(0)) // 1
 */
export const i0: Formula = formula("i0", (x) => {
  const a = absolute(x);
  const inside = less(a, JOINT);
  const near = polynomial(square(divide(where(inside, x, 0), JOINT)), NEAR);
  const most = maximum(a, JOINT);
  return where(inside, near, multiply(divide(exp(most), sqrt(most)), polynomial(divide(JOINT, most), FAR)));
});
