import { ShapeError, ValueError } from "../core/errors";
import { normalizeAxis, type Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { listOfInputs, showShapes } from "./core/merge";
import { layerOptions } from "./core/options";

/** Options of `Dot`. */
export interface DotOptions extends LayerOptions {
  /** The axis that is summed over, or one for each input. */
  axes: number | readonly number[];
  /** Whether vectors are brought to length 1 first: cosine similarity. */
  normalize?: boolean;
}

const LETTERS = "cdefghijklmnopqrstuvwxyz";

/**
 * The dot product of two tensors, sample by sample, over an axis of each.
 *
 * Inputs [batch, ...]; output the batch and the other axes of both, [batch, 1] when there are none.
 *
 * @throws ShapeError when the axes differ in size.
 * @example layers.dot({ axes: 1 }).apply([K.constant([[1, 2]]), K.constant([[3, 4]])]) // [[11.]]
 */
export class Dot extends Layer {
  static override className = "Dot";
  readonly axes: number | readonly number[];
  readonly normalize: boolean;

  constructor(options: DotOptions) {
    const own = layerOptions("Dot", options, ["axes", "normalize"]);
    super(own);
    this.axes = own.axes;
    this.normalize = own.normalize ?? false;
    const list = (Array.isArray(own.axes) ? own.axes : [own.axes, own.axes]) as unknown[];
    if (list.length !== 2 || !list.every(Number.isInteger)) {
      throw new ValueError(this.name, "axes do not fit", {
        expected: "a whole number, or one for each of two inputs",
        received: { axes: own.axes },
      });
    }
  }

  /** The two axes, counted from the batch. */
  #axesOf(shapes: readonly Shape[]): [number, number] {
    const { axes } = this;
    const pair = typeof axes === "number" ? [axes, axes] : axes;
    return pair.map((axis, i) => normalizeAxis(this.name, axis, shapes[i]!.length)) as [number, number];
  }

  override checkInput(shapes: Shapes): void {
    const list = listOfInputs(this.name, shapes, "layers.dot({ axes: 1 })");
    const fail = (what: string, expected: string): never => {
      throw new ShapeError(this.name, what, { expected, received: showShapes(list) });
    };
    if (list.length !== 2) fail("takes two tensors", "two");
    const [a, b] = list as [Shape, Shape];
    if (a.length < 2 || b.length < 2) fail("an input has no axis behind the batch", "rank 2 or more");
    const [i, j] = this.#axesOf(list);
    if (i === 0 || j === 0) fail("cannot sum over the batch", "axes from 1");
    if (a[i] !== b[j] && a[i] !== null && b[j] !== null) fail("the axes differ in size", `${a[i]} and ${b[j]} equal`);
  }

  override call(inputs: readonly Tensor[]): Tensor {
    let [a, b] = inputs as [Tensor, Tensor];
    const [i, j] = this.#axesOf([a.shape, b.shape]);
    if (this.normalize) [a, b] = [ops.normalize(a, { axis: i }), ops.normalize(b, { axis: j })];
    const spell = (rank: number, axis: number, from: number): string =>
      Array.from({ length: rank }, (_, n) => (n === 0 ? "a" : n === axis ? "b" : LETTERS[from + n]!)).join("");
    const [left, right] = [spell(a.rank, i, 0), spell(b.rank, j, a.rank)];
    const rest = (term: string): string => term.replace("b", "").slice(1);
    const y = ops.einsum(`${left},${right}->a${rest(left)}${rest(right)}`, a, b);
    return y.rank === 1 ? ops.expandDims(y, 1) : y;
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      axes: typeof this.axes === "number" ? this.axes : [...this.axes],
      normalize: this.normalize,
    };
  }
}

/** Makes a `Dot` layer. */
export function dot(options: DotOptions): Dot {
  return new Dot(options);
}
