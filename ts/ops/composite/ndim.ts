import { scalar } from "../../core/convert";
import { anyFormula, type Formula } from "../kinds/formula";

/**
 * The number of axes, int32.
 *
 * @example K.eval(ops.ndim([[1, 2], [3, 4]])) // 2
 */
export const ndim: Formula = anyFormula("ndim", (x) => scalar(x.rank, "int32"));
