import { absolute } from "../absolute";
import { add } from "../add";
import { divide } from "../divide";
import { greater } from "../greater";
import { type Formula2, formula2 } from "../kinds/formula";
import { less } from "../less";
import { logicalAnd } from "../logical_and";
import { maximum } from "../maximum";
import { minimum } from "../minimum";
import { multiply } from "../multiply";
import { sqrt } from "../sqrt";
import { square } from "../square";
import { where } from "../where";

/**
 * sqrt(x1^2 + x2^2), without overflow.
 *
 * @throws ShapeError when the operands do not broadcast.
 * @example K.eval(ops.hypot([3], [4])) // [5.]
 */
export const hypot: Formula2 = formula2("hypot", (a, b) => {
  const [x, y] = [absolute(a), absolute(b)];
  const most = maximum(x, y);
  const scale = where(logicalAnd(greater(most, 0), less(most, Number.POSITIVE_INFINITY)), most, 1);
  return multiply(most, sqrt(add(1, square(divide(minimum(x, y), scale)))));
});
