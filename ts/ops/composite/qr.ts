import { type TensorLike, toTensor } from "../../core/convert";
import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { broadcastTo } from "../broadcast_to";
import { cast } from "../cast";
import { divide } from "../divide";
import { equal } from "../equal";
import { checkSmall, line, rowsWhere } from "../kinds/elimination";
import { less } from "../less";
import { matmul } from "../matmul";
import { multiply } from "../multiply";
import { negative } from "../negative";
import { sqrt } from "../sqrt";
import { square } from "../square";
import { subtract } from "../subtract";
import { sum } from "../sum";
import { where } from "../where";
import { eye } from "./eye";
import { split } from "./split";
import { swapaxes } from "./swapaxes";
import { triu } from "./triu";

/**
 * Matrices as Q R, by reflections as LAPACK does: [Q, R], Q with orthonormal columns, R upper triangular. "reduced" has
 * as many columns as the smaller size, "complete" as many as rows. For small matrices.
 *
 * @throws ValueError for an unknown mode.
 * @example ops.qr([[2, 0], [0, 4]]).length // 2
 */
export const qr: (x: TensorLike, options?: { mode?: string }) => Tensor[] = callable(
  "qr",
  (x: TensorLike, options?: { mode?: string }): Tensor[] => {
    const { mode = "reduced" } = checkOptions("qr", options, ["mode"], 'ops.qr(x, { mode: "complete" })');
    if (mode !== "reduced" && mode !== "complete") {
      throw new ValueError("qr", "the mode is unknown", { expected: '"reduced" or "complete"', received: { mode } });
    }
    let r = cast(toTensor("qr", x), "float32");
    checkSmall("qr", r);
    const [m, n] = r.dims.slice(-2) as [number, number];
    const small = Math.min(m, n);
    let q: Tensor | undefined;
    const unit = eye(m);
    for (let k = 0; k < Math.min(small, m - 1); k++) {
      const column = where(
        rowsWhere(m, (row) => row >= k),
        line(r, -1, k),
        0,
      );
      const head = line(column, -2, k);
      const tail = sum(
        square(
          where(
            rowsWhere(m, (row) => row > k),
            column,
            0,
          ),
        ),
        { axis: -2, keepdims: true },
      );
      const length = sqrt(add(square(head), tail));
      const beta = where(less(head, 0), length, negative(length));
      const v = where(
        rowsWhere(m, (row) => row === k),
        subtract(head, beta),
        column,
      );
      // What is zero below the diagonal stays as it is.
      const done = equal(tail, 0);
      const scale = where(done, 0, divide(2, where(done, 1, sum(square(v), { axis: -2, keepdims: true }))));
      const mirror = subtract(unit, multiply(scale, multiply(v, swapaxes(v, -1, -2))));
      r = matmul(mirror, r);
      q = q ? matmul(q, mirror) : mirror;
    }
    const left = q ?? broadcastTo(unit, [...r.dims.slice(0, -2), m, m]);
    const upper = triu(r);
    if (mode === "complete") return [left, upper];
    return [split(left, [small], { axis: -1 })[0]!, split(upper, [small], { axis: -2 })[0]!];
  },
);
