import { isInteger } from "../../core/dtypes";
import { ceil } from "../ceil";
import { floor } from "../floor";
import { anyFormula, type Formula } from "../kinds/formula";
import { less } from "../less";
import { where } from "../where";

/**
 * The whole part, towards 0. Integers stay what they are.
 *
 * @example K.eval(ops.trunc([1.7, -1.7])) // [ 1. -1.]
 */
export const trunc: Formula = anyFormula("trunc", (x) =>
  isInteger(x.dtype) ? x : where(less(x, 0), ceil(x), floor(x)),
);
