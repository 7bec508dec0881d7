import { anyFormula, type Formula } from "../kinds/formula";

/**
 * The complex conjugate: the tensor itself.
 *
 * @example K.eval(ops.conjugate([1, 2])) // [1. 2.]
 */
export const conjugate: Formula = anyFormula("conjugate", (x) => x);
