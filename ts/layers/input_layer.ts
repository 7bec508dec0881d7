import { type DType, standardizeDType } from "../core/dtypes";
import { ShapeError, ValueError } from "../core/errors";
import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import { oneInput, showSizes } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";

/** Options of `InputLayer`. */
export interface InputLayerOptions extends LayerOptions {
  /** The shape of one row; null for a size that is not known. */
  shape?: Shape;
  /** The batch size, when it is fixed. */
  batchSize?: number | null;
  /** Both in one. */
  batchShape?: Shape;
  dtype?: string | null;
  optional?: boolean;
}

/**
 * Where data enters a model; gives its input back.
 *
 * @throws ShapeError when data does not fit the shape.
 * @example new layers.InputLayer({ shape: [28, 28, 1] }).batchShape // [ null, 28, 28, 1 ]
 */
export class InputLayer extends Layer {
  static override className = "InputLayer";
  override readonly batchShape: Shape;
  readonly dtype: DType;
  readonly optional: boolean;
  readonly #dtypeName: string;

  constructor(options: InputLayerOptions) {
    const keys = ["shape", "batchSize", "batchShape", "optional"];
    const own = layerOptions("InputLayer", options, keys, ["sparse", "ragged"]);
    super({ name: own.name });
    const row = own.shape ?? own.inputShape;
    if (!row === !own.batchShape || (own.batchShape && own.batchSize)) {
      throw new ValueError(this.name, "needs a shape, once", {
        expected: "shape (with batchSize, if it is fixed) or batchShape",
        received: { shape: row, batchSize: own.batchSize, batchShape: own.batchShape },
        fix: "Write input({ shape: [28, 28, 1] })",
      });
    }
    const shape: Shape = own.batchShape ?? [own.batchSize ?? null, ...row!];
    if (!Array.isArray(shape) || !shape.every((d) => d === null || (Number.isInteger(d) && d >= 0))) {
      throw new ValueError(this.name, "a size is no whole number", { received: { shape } });
    }
    this.batchShape = [...shape];
    this.#dtypeName = own.dtype ?? "float32";
    this.dtype = standardizeDType(this.#dtypeName, this.name);
    this.optional = own.optional ?? false;
    this.built = true;
  }

  override checkInput(shapes: Shapes): void {
    const shape = oneInput(this.name, shapes);
    const fits = (d: number | null, i: number): boolean => d === null || shape[i] === null || d === shape[i];
    if (shape.length === this.batchShape.length && this.batchShape.every(fits)) return;
    throw new ShapeError(this.name, "the data does not fit the input", {
      expected: `shape ${showSizes(this.batchShape)}`,
      received: { "x.shape": shape },
    });
  }

  override call(inputs: Tensor): Tensor {
    return inputs;
  }

  override getConfig(): Config {
    return {
      batch_shape: [...this.batchShape],
      dtype: this.#dtypeName,
      sparse: false,
      ragged: false,
      name: this.name,
      optional: this.optional,
    };
  }
}
