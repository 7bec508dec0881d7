/** What the layers that merge several tensors share. */
import { ShapeError } from "../../core/errors";
import { type Masks, maskOf, setMask } from "../../core/mask";
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { showSizes } from "./inputs";
import { Layer, type LayerOptions, type Shapes, type Tensors } from "./layer";
import { layerOptions } from "./options";

/** The shapes of a list of inputs. @throws ShapeError when no list came, or one too short. */
export function listOfInputs(where: string, shapes: Shapes, factory: string): readonly Shape[] {
  if (Array.isArray(shapes[0])) return shapes as readonly Shape[];
  throw new ShapeError(where, "takes a list of tensors", {
    expected: "two or more tensors in one array",
    received: `one tensor of shape ${showSizes(shapes as Shape)}`,
    fix: `Write ${factory}.apply([a, b])`,
  });
}

/** Shapes for an error message. */
export function showShapes(shapes: readonly Shape[]): string {
  return `shapes ${shapes.map(showSizes).join(", ")}`;
}

/** The mask [batch, ...] of a tensor laid over its elements, if it has one. */
export function elementMask(x: Tensor): Tensor | null {
  const mask = maskOf(x);
  return mask && ops.broadcastTo(ops.expandDims(mask, -1), x.dims);
}

/** A fold of tensors in which what is masked takes no part: the rule of `Maximum` and `Minimum`. */
export function foldMasked(fold: (a: Tensor, b: Tensor) => Tensor, inputs: readonly Tensor[]): Tensor {
  let output = inputs[0]!;
  let kept = elementMask(output);
  for (let x of inputs.slice(1)) {
    const mask = elementMask(x);
    if (mask) x = ops.where(mask, x, output);
    if (kept) output = ops.where(kept, output, x);
    kept = mask && kept ? ops.logicalOr(kept, mask) : null;
    output = fold(output, x);
  }
  if (kept) setMask(output, ops.any(kept, { axis: -1 }));
  return output;
}

/** A layer that computes element by element over several tensors, which broadcast behind the batch. */
export abstract class Merge extends Layer {
  override supportsMasking = true;
  readonly #factory: string;

  constructor(className: string, options: LayerOptions | undefined) {
    super(layerOptions(className, options, []));
    this.#factory = `layers.${className.toLowerCase()}()`;
  }

  /** The result for tensors of equal rank. */
  protected abstract merge(inputs: readonly Tensor[]): Tensor;

  override checkInput(shapes: Shapes): void {
    const list = listOfInputs(this.name, shapes, this.#factory);
    const batches = new Set(list.map((shape) => shape[0]).filter((d) => d !== null));
    if (batches.size > 1 || list.some((shape) => shape.length === 0)) {
      throw new ShapeError(this.name, "the inputs differ in their batch", {
        expected: "as many rows in each",
        received: showShapes(list),
      });
    }
    const rank = Math.max(...list.map((shape) => shape.length));
    for (let i = 1; i < rank; i++) {
      // Sizes from the last axis; the batch takes no part.
      const sizes = new Set(list.map((shape) => (i < shape.length ? shape[shape.length - i]! : 1)));
      sizes.delete(1);
      const known = [...sizes].filter((d) => d !== null);
      if (known.length <= 1) continue;
      throw new ShapeError(this.name, "the inputs do not broadcast", {
        expected: "sizes that are equal or 1, counted from the last axis",
        received: showShapes(list),
      });
    }
  }

  /** What counts in one of the inputs counts, as long as each has a mask. */
  override computeMask(_inputs: Tensors, mask: Masks): Masks {
    if (!Array.isArray(mask) || mask.includes(null)) return null;
    return (mask as Tensor[]).reduce((a, b) => ops.logicalOr(a, b));
  }

  override call(inputs: readonly Tensor[]): Tensor {
    const rank = Math.max(...inputs.map((x) => x.rank));
    const spread = (x: Tensor): Tensor => {
      const missing = new Array<number>(rank - x.rank).fill(1);
      return missing.length ? ops.reshape(x, [x.dims[0]!, ...missing, ...x.dims.slice(1)]) : x;
    };
    return this.merge(
      inputs.map((x) => {
        const y = spread(x);
        if (y !== x) setMask(y, maskOf(x));
        return y;
      }),
    );
  }
}
