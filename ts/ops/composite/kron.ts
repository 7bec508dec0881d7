import type { Tensor } from "../../core/tensor";
import { anyFormula2, type Formula2 } from "../kinds/formula";
import { multiply } from "../multiply";
import { reshape } from "../view/reshape";

/**
 * The products of each element of x1 with the whole of x2, in its place.
 *
 * @example K.eval(ops.kron([1, 2], [3, 4])) // [3. 4. 6. 8.]
 */
export const kron: Formula2 = anyFormula2("kron", (a, b) => {
  const rank = Math.max(a.rank, b.rank);
  const full = (x: Tensor): number[] => [...new Array<number>(rank - x.rank).fill(1), ...x.dims];
  const [left, right] = [full(a), full(b)];
  const wide = multiply(
    reshape(
      a,
      left.flatMap((d) => [d, 1]),
    ),
    reshape(
      b,
      right.flatMap((d) => [1, d]),
    ),
  );
  return reshape(
    wide,
    left.map((d, i) => d * right[i]!),
  );
});
