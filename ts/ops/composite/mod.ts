import { add } from "../add";
import { fmod } from "../fmod";
import { anyFormula2, type Formula2 } from "../kinds/formula";
import { less } from "../less";
import { logicalAnd } from "../logical_and";
import { logicalXor } from "../logical_xor";
import { notEqual } from "../not_equal";
import { where } from "../where";

/**
 * What is left of x1 / x2, with the sign of x2; exact. Of whole numbers by 0 it is 0.
 *
 * @throws ShapeError when the operands do not broadcast.
 * @example K.eval(ops.mod([7, -7], 4)) // [3. 1.]
 */
export const mod: Formula2 = anyFormula2("mod", (a, b) => {
  const rest = fmod(a, b);
  return where(logicalAnd(notEqual(rest, 0), logicalXor(less(rest, 0), less(b, 0))), add(rest, b), rest);
});
