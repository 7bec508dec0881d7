import { anyFormula2, type Formula2 } from "../kinds/formula";
import { multiply } from "../multiply";
import { tensordot } from "./tensordot";

/**
 * The products along the last axes, summed.
 *
 * @throws ShapeError when the last axes differ.
 * @example K.eval(ops.inner([1, 2], [3, 4])) // 11
 */
export const inner: Formula2 = anyFormula2("inner", (a, b) =>
  a.rank === 0 || b.rank === 0 ? multiply(a, b) : tensordot(a, b, { axes: [-1, -1] }),
);
