/** What layers share that take one image as well as a batch of them. */
import { ShapeError } from "../../core/errors";
import { oneInput } from "./inputs";
import type { Shapes } from "./layer";

/** Throws a ShapeError when the input is no image and no batch of images. */
export function checkPicture(where: string, shapes: Shapes): void {
  const shape = oneInput(where, shapes);
  if (shape.length === 3 || shape.length === 4) return;
  throw new ShapeError(where, `input has ${shape.length} axes but the layer needs 3 or 4`, {
    expected: "an image, or a batch of images, with channels",
    received: { "x.shape": shape },
  });
}
