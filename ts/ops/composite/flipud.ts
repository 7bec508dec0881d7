import { anyFormula, type Formula } from "../kinds/formula";
import { flip } from "./flip";

/**
 * The first axis in reverse order.
 *
 * @throws ShapeError of a scalar.
 * @example K.eval(ops.flipud([1, 2])) // [2. 1.]
 */
export const flipud: Formula = anyFormula("flipud", (x) => flip(x, { axis: 0 }));
