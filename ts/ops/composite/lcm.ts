import { absolute } from "../absolute";
import { gcd } from "../gcd";
import { anyFormula2, type Formula2 } from "../kinds/formula";
import { maximum } from "../maximum";
import { multiply } from "../multiply";
import { floorDivide } from "./floor_divide";

/**
 * The least whole number that both divide (below 2^24).
 *
 * @throws DTypeError for floats.
 * @example K.eval(ops.lcm(ops.cast([4, 6], "int32"), 6)) // [12  6]
 */
export const lcm: Formula2 = anyFormula2("lcm", (a, b) => absolute(multiply(floorDivide(a, maximum(gcd(a, b), 1)), b)));
