import { type TensorLike, toTensor } from "../../core/convert";
import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable, isPlain } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { broadcastTo } from "../broadcast_to";
import { reshape } from "../view/reshape";

/**
 * The coordinates of a grid: for each list of numbers a tensor with an axis for each of them. `indexing: "ij"` keeps
 * their order; "xy", the default, swaps the first two.
 *
 * @example ops.meshgrid([1, 2, 3], [4, 5])[0].shape // [ 2, 3 ]
 */
export const meshgrid: (...args: (TensorLike | { indexing?: "xy" | "ij" })[]) => Tensor[] = callable(
  "meshgrid",
  (...args: (TensorLike | { indexing?: "xy" | "ij" })[]): Tensor[] => {
    const own = [...args];
    const last = isPlain(own.at(-1)) ? (own.pop() as { indexing?: string }) : {};
    const { indexing = "xy" } = checkOptions("meshgrid", last, ["indexing"], 'ops.meshgrid(x, y, { indexing: "ij" })');
    if (indexing !== "xy" && indexing !== "ij") {
      throw new ValueError("meshgrid", "the indexing is unknown", { expected: '"xy" or "ij"', received: { indexing } });
    }
    const lists = own.map((x) => reshape(toTensor("meshgrid", x as TensorLike), -1));
    const axes = lists.map((_, i) => (indexing === "xy" && i < 2 && lists.length > 1 ? 1 - i : i));
    const shape = axes.map((i) => lists[i]!.size);
    return lists.map((x, i) =>
      broadcastTo(
        reshape(
          x,
          axes.map((axis) => (axis === i ? x.size : 1)),
        ),
        shape,
      ),
    );
  },
);
