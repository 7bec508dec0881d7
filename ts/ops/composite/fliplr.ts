import { anyFormula, type Formula } from "../kinds/formula";
import { flip } from "./flip";

/**
 * The second axis in reverse order.
 *
 * @throws ShapeError without a second axis.
 * @example K.eval(ops.fliplr([[1, 2]])) // [[2. 1.]]
 */
export const fliplr: Formula = anyFormula("fliplr", (x) => flip(x, { axis: 1 }));
