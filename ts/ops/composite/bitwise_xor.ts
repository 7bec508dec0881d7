import { add } from "../add";
import { bitwiseAnd } from "../bitwise_and";
import { anyFormula2, type Formula2 } from "../kinds/formula";
import { logicalXor } from "../logical_xor";
import { multiply } from "../multiply";
import { subtract } from "../subtract";

/**
 * The bits that one of both has.
 *
 * @throws DTypeError for floats.
 * @example K.eval(ops.bitwiseXor(ops.cast([6, 1], "int32"), 3)) // [5 2]
 */
export const bitwiseXor: Formula2 = anyFormula2("bitwise_xor", (a, b) =>
  a.dtype === "bool" && b.dtype === "bool" ? logicalXor(a, b) : subtract(add(a, b), multiply(bitwiseAnd(a, b), 2)),
);
