import { resultType } from "../../core/dtypes";
import { cast } from "../cast";
import { anyFormula2, type Formula2 } from "../kinds/formula";
import { onlyWhole } from "../kinds/zip";
import { multiply } from "../multiply";
import { power } from "../power";

/**
 * The bits moved up by `y` places; what leaves the 32 bits is lost.
 *
 * @throws DTypeError for floats.
 * @example K.eval(ops.bitwiseLeftShift(ops.cast([1, 3], "int32"), 2)) // [ 4 12]
 */
export const bitwiseLeftShift: Formula2 = anyFormula2("bitwise_left_shift", (x, y) => {
  onlyWhole("bitwise_left_shift", resultType(x.dtype, y.dtype));
  return multiply(x, power(cast(2, "int32"), y));
});
