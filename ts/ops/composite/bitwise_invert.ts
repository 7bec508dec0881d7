import { anyFormula, type Formula } from "../kinds/formula";
import { onlyWhole } from "../kinds/zip";
import { logicalNot } from "../logical_not";
import { subtract } from "../subtract";

/**
 * All bits turned round; of truth values the others.
 *
 * @throws DTypeError for floats.
 * @example K.eval(ops.bitwiseInvert(ops.cast([0, 5], "int32"))) // [-1 -6]
 */
export const bitwiseInvert: Formula = anyFormula("bitwise_invert", (x) =>
  onlyWhole("bitwise_invert", x.dtype) === "bool" ? logicalNot(x) : subtract(-1, x),
);
