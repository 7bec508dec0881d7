import { anyFormula2, type Formula2 } from "../kinds/formula";
import { less } from "../less";
import { logicalOr } from "../logical_or";
import { where } from "../where";
import { isnan } from "./isnan";

/**
 * The smaller of x1 and x2, broadcast; the other one of a NaN.
 *
 * @throws ShapeError when the operands do not broadcast.
 * @example K.eval(ops.fmin([1, Number.NaN], 3)) // [1. 3.]
 */
export const fmin: Formula2 = anyFormula2("fmin", (a, b) => where(logicalOr(less(a, b), isnan(b)), a, b));
