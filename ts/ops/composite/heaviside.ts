import { cast } from "../cast";
import { equal } from "../equal";
import { greater } from "../greater";
import { type Formula2, formula2 } from "../kinds/formula";
import { where } from "../where";
import { isnan } from "./isnan";

/**
 * 0 where x1 is negative, x2 where it is 0, else 1.
 *
 * @throws ShapeError when the operands do not broadcast.
 * @example K.eval(ops.heaviside([-1, 0, 2], 0.5)) // [0.  0.5 1. ]
 */
export const heaviside: Formula2 = formula2("heaviside", (a, b) =>
  where(equal(a, 0), b, where(isnan(a), a, cast(greater(a, 0), "float32"))),
);
