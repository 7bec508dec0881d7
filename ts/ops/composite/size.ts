import { scalar } from "../../core/convert";
import { anyFormula, type Formula } from "../kinds/formula";

/**
 * The number of elements, int32.
 *
 * @example K.eval(ops.size([[1, 2], [3, 4]])) // 4
 */
export const size: Formula = anyFormula("size", (x) => scalar(x.size, "int32"));
