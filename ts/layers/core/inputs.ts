/** What layers check their inputs with: errors that name the layer. */
import { ShapeError } from "../../core/errors";
import type { Shape } from "../../core/shapes";
import type { Shapes } from "./layer";

/** A shape for an error message: (batch, 28, 28, 1). */
export function showSizes(shape: readonly (number | string | null)[]): string {
  return `(${shape.map((d) => d ?? "null").join(", ")}${shape.length === 1 ? "," : ""})`;
}

/** The shape of the one input of a layer. @throws ShapeError when a list came. */
export function oneInput(where: string, shapes: Shapes): Shape {
  if (!Array.isArray(shapes[0])) return shapes as Shape;
  throw new ShapeError(where, "takes one tensor, not a list of them", {
    expected: "one tensor",
    received: `a list of ${shapes.length}`,
    fix: "Call the layer once for each tensor, or join them first with layers.concatenate",
  });
}

/** As `oneInput`, of a given rank. @throws ShapeError for another rank. */
export function inputOfRank(where: string, shapes: Shapes, axes: readonly string[], fix?: string): Shape {
  const shape = oneInput(where, shapes);
  if (shape.length === axes.length) return shape;
  throw new ShapeError(where, `input has ${shape.length} axes but the layer needs ${axes.length}`, {
    expected: `shape ${showSizes(axes)}`,
    received: { "x.shape": shape },
    fix,
  });
}

/** As `oneInput`, with a batch and features at least. @throws ShapeError for a smaller rank. */
export function inputWithFeatures(where: string, shapes: Shapes): Shape {
  const shape = oneInput(where, shapes);
  if (shape.length >= 2) return shape;
  throw new ShapeError(where, `input has ${shape.length} axes but the layer needs 2 or more`, {
    expected: "shape (batch, ..., features)",
    received: { "x.shape": shape },
    fix: "Put the batch on the first axis: ops.expandDims(x, 0) makes a batch of one",
  });
}
