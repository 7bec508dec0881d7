import { type Formula2, formula2 } from "../kinds/formula";
import { sqrt } from "../sqrt";
import { square } from "../square";
import { subtract } from "../subtract";
import { sum } from "../sum";
import { expandDims } from "./expand_dims";

/**
 * The distances of all rows of x from all rows of y, along the last axis.
 *
 * @throws ShapeError when the last axes differ.
 * @example K.eval(ops.cdist([[0, 0]], [[3, 4]])) // [[5.]]
 */
export const cdist: Formula2 = formula2("cdist", (a, b) =>
  sqrt(sum(square(subtract(expandDims(a, -2), expandDims(b, -3))), { axis: -1 })),
);
