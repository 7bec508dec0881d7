import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { transpose } from "../transpose";
import { reshape } from "../view/reshape";

/**
 * The axes in another order, taken apart and put together, by a pattern as in einops: names on both sides of "->", axes
 * that are one in brackets. Sizes that the pattern leaves open are options.
 *
 * @throws ShapeError when sizes do not fit the pattern.
 * @example ops.rearrange(ops.ones([2, 12]), "b (h w) -> b h w", { h: 3 }).shape // [ 2, 3, 4 ]
 */
export const rearrange: (tensor: TensorLike, pattern: string, axesLengths?: Record<string, number>) => Tensor =
  callable("rearrange", (tensor: TensorLike, pattern: string, axesLengths: Record<string, number> = {}): Tensor => {
    const x = toTensor("rearrange", tensor);
    const sides = pattern
      .split("->")
      .map((side) => (side.match(/\w+|\(.*?\)/g) ?? []).map((group) => group.match(/\w+/g) ?? []));
    const [from, to] = sides as unknown as [string[][], string[][]];
    const sizes = new Map(Object.entries(axesLengths));
    const fits = sides.length === 2 && from.length === x.rank && from.flat().length === to.flat().length;
    from.forEach((group, i) => {
      const open = group.filter((name) => !sizes.has(name));
      const known = group.reduce((product, name) => product * (sizes.get(name) ?? 1), 1);
      if (open.length === 1) sizes.set(open[0]!, (x.dims[i] ?? 0) / known);
    });
    const size = (group: readonly string[]): number => group.reduce((product, name) => product * sizes.get(name)!, 1);
    if (
      !fits ||
      !from.every((group, i) => size(group) === x.dims[i] && group.every((name) => Number.isInteger(sizes.get(name))))
    ) {
      throw new ShapeError("rearrange", "the pattern does not fit the tensor", {
        received: { pattern, "x.shape": x.shape, ...axesLengths },
      });
    }
    const names = from.flat();
    const apart = reshape(
      x,
      names.map((name) => sizes.get(name)!),
    );
    const moved = transpose(apart, { axes: to.flat().map((name) => names.indexOf(name)) });
    return reshape(moved, to.map(size));
  });
