import { anyFormula2, type Formula2 } from "../kinds/formula";
import { multiply } from "../multiply";
import { reshape } from "../view/reshape";

/**
 * The products of all elements of x1 with all of x2.
 *
 * @example K.eval(ops.outer([1, 2], [3, 4])) // [[3. 4.] [6. 8.]]
 */
export const outer: Formula2 = anyFormula2("outer", (a, b) =>
  multiply(reshape(a, [a.size, 1]), reshape(b, [1, b.size])),
);
