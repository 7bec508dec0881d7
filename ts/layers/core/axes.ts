/** The axes that normalization layers work along. */
import { ShapeError, ValueError } from "../../core/errors";
import { normalizeAxis, type Shape } from "../../core/shapes";
import { oneInput } from "./inputs";
import type { Shapes } from "./layer";

/** An axis or several as a list of whole numbers. */
export function axisList(where: string, axis: unknown): number[] {
  const list = (Array.isArray(axis) ? axis : [axis]) as unknown[];
  if (list.length > 0 && list.every(Number.isInteger)) return list as number[];
  throw new ValueError(where, "axis does not fit", {
    expected: "a whole number, or a list of them",
    received: { axis },
  });
}

/** The known sizes of an input along axes. @throws ShapeError when one is unknown or out of range. */
export function sizesAlong(where: string, shapes: Shapes, axes: readonly number[]): number[] {
  const shape: Shape = oneInput(where, shapes);
  return axes.map((axis) => {
    const size = shape[normalizeAxis(where, axis, shape.length)];
    if (typeof size === "number") return size;
    throw new ShapeError(where, `the size of axis ${axis} is unknown`, {
      received: { "x.shape": shape },
      fix: "Give the layer an input shape with that size",
    });
  });
}

/** Refuses an input whose sizes along axes differ from what a layer was built for. */
export function checkSizesAlong(
  where: string,
  shapes: Shapes,
  axes: readonly number[],
  wanted: readonly number[],
): void {
  const shape = oneInput(where, shapes);
  const sizes = axes.map((axis) => shape[normalizeAxis(where, axis, shape.length)]);
  if (sizes.every((d, i) => d === null || d === wanted[i])) return;
  throw new ShapeError(where, "the input has other sizes than the layer was built for", {
    expected: `sizes [${wanted}] on axes [${axes}]`,
    received: { "x.shape": shape },
  });
}
