import { add } from "../add";
import { bitwiseAnd } from "../bitwise_and";
import { anyFormula2, type Formula2 } from "../kinds/formula";
import { logicalOr } from "../logical_or";
import { subtract } from "../subtract";

/**
 * The bits that either has.
 *
 * @throws DTypeError for floats.
 * @example K.eval(ops.bitwiseOr(ops.cast([6, 1], "int32"), 3)) // [7 3]
 */
export const bitwiseOr: Formula2 = anyFormula2("bitwise_or", (a, b) =>
  a.dtype === "bool" && b.dtype === "bool" ? logicalOr(a, b) : subtract(add(a, b), bitwiseAnd(a, b)),
);
