import { anyFormula2, type Formula2 } from "../kinds/formula";
import { multiply } from "../multiply";
import { sum } from "../sum";
import { reshape } from "../view/reshape";

/**
 * The dot product of all elements.
 *
 * @throws ShapeError when the numbers of elements differ.
 * @example K.eval(ops.vdot([1, 2], [3, 4])) // 11
 */
export const vdot: Formula2 = anyFormula2("vdot", (a, b) => sum(multiply(reshape(a, -1), reshape(b, -1))));
