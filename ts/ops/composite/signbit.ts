import { isInteger } from "../../core/dtypes";
import { equal } from "../equal";
import { anyFormula, type Formula } from "../kinds/formula";
import { less } from "../less";
import { reciprocal } from "../reciprocal";
import { where } from "../where";

/**
 * Whether elements are negative, -0 too.
 *
 * @example K.eval(ops.signbit([-1, -0, 0])) // [ True  True False]
 */
export const signbit: Formula = anyFormula("signbit", (x) =>
  isInteger(x.dtype) ? less(x, 0) : less(where(equal(x, 0), reciprocal(x), x), 0),
);
