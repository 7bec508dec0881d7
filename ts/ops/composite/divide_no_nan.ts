import { divide } from "../divide";
import { equal } from "../equal";
import { anyFormula2, type Formula2 } from "../kinds/formula";
import { where } from "../where";

/**
 * x1 / x2, and 0 where x2 is 0.
 *
 * @throws ShapeError when the operands do not broadcast.
 * @example K.eval(ops.divideNoNan([1, 1], [2, 0])) // [0.5 0. ]
 */
export const divideNoNan: Formula2 = anyFormula2("divide_no_nan", (a, b) => {
  const none = equal(b, 0);
  return where(none, 0, divide(a, where(none, 1, b)));
});
