import { floor } from "../floor";
import { type Formula2, formula2 } from "../kinds/formula";
import { multiply } from "../multiply";
import { power } from "../power";
import { subtract } from "../subtract";

/**
 * x1 times 2 to the power x2, a whole number.
 *
 * @throws ShapeError when the operands do not broadcast.
 * @example K.eval(ops.ldexp([3], [2])) // [12.]
 */
export const ldexp: Formula2 = formula2("ldexp", (a, b) => {
  // In two steps, neither of which overflows before the result does.
  const half = floor(multiply(b, 0.5));
  return multiply(multiply(a, power(2, half)), power(2, subtract(b, half)));
});
