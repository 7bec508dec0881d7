import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError, ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { conv } from "../conv";
import { pad } from "../pad";
import { reshape } from "../view/reshape";
import { flip } from "./flip";

/**
 * The cross-correlation of two vectors: where they lie over each other wholly ("valid"), as long as the longer ("same"), or
 * wherever they touch ("full").
 *
 * @throws ValueError for an unknown mode.
 * @example K.eval(ops.correlate([1, 2, 3], [0, 1], { mode: "valid" })) // [2. 3.]
 */
export const correlate: (x1: TensorLike, x2: TensorLike, options?: { mode?: string }) => Tensor = callable(
  "correlate",
  (x1: TensorLike, x2: TensorLike, options?: { mode?: string }): Tensor => {
    const { mode = "valid" } = checkOptions("correlate", options, ["mode"], 'ops.correlate(x1, x2, { mode: "same" })');
    const [a, b] = [cast(toTensor("correlate", x1), "float32"), cast(toTensor("correlate", x2), "float32")];
    if (a.rank !== 1 || b.rank !== 1) {
      throw new ShapeError("correlate", "the inputs are no vectors", {
        received: { "x1.shape": a.shape, "x2.shape": b.shape },
      });
    }
    const turned = a.size < b.size;
    const [long, short] = turned ? [b, a] : [a, b];
    const reach = short.size - 1;
    const border = { full: [reach, reach], same: [short.size >> 1, reach - (short.size >> 1)], valid: [0, 0] }[mode];
    if (!border) {
      throw new ValueError("correlate", "the mode is unknown", {
        expected: '"valid", "same" or "full"',
        received: { mode },
      });
    }
    const row = pad(long, [border as [number, number]]);
    const y = reshape(conv(reshape(row, [1, row.size, 1]), reshape(short, [short.size, 1, 1])), -1);
    return turned ? flip(y) : y;
  },
);
