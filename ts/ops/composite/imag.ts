import { anyFormula, type Formula } from "../kinds/formula";
import { zerosLike } from "./zeros_like";

/**
 * The imaginary part: zeros.
 *
 * @example K.eval(ops.imag([1, 2])) // [0. 0.]
 */
export const imag: Formula = anyFormula("imag", (x) => zerosLike(x));
