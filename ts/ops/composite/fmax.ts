import { greater } from "../greater";
import { anyFormula2, type Formula2 } from "../kinds/formula";
import { logicalOr } from "../logical_or";
import { where } from "../where";
import { isnan } from "./isnan";

/**
 * The larger of x1 and x2, broadcast; the other one of a NaN.
 *
 * @throws ShapeError when the operands do not broadcast.
 * @example K.eval(ops.fmax([1, Number.NaN], 3)) // [3. 3.]
 */
export const fmax: Formula2 = anyFormula2("fmax", (a, b) => where(logicalOr(greater(a, b), isnan(b)), a, b));
