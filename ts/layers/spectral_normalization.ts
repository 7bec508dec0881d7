import { ValueError } from "../core/errors";
import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import { currentTrace } from "../core/trace";
import { Variable } from "../core/variable";
import type { Config } from "../nn/core/serialize";
import { TruncatedNormal } from "../nn/initializers";
import * as ops from "../ops/gen/public";
import type { CallOptions } from "./core/layer";
import { positive } from "./core/options";
import { Wrapper, type WrapperOptions } from "./wrapper";

/** Options of `SpectralNormalization`. */
export interface SpectralNormalizationOptions extends WrapperOptions {
  /** Steps towards the largest singular value in each call; 1 by default. */
  powerIterations?: number;
}

/**
 * In training, runs a layer with its kernel divided by its largest singular value (Miyato et al., 2018).
 *
 * Input and output are those of the layer inside, which has a `kernel` or `embeddings`; the output has the dtype of the input.
 *
 * @throws ValueError when the layer inside has neither.
 * @example layers.spectralNormalization({ layer: layers.dense({ units: 3 }) }).apply(ops.ones([2, 4])).shape // [ 2, 3 ]
 */
export class SpectralNormalization extends Wrapper {
  static override className = "SpectralNormalization";
  readonly powerIterations: number;
  /** The weight of the layer inside that is normalized. */
  kernel!: Variable;
  vectorU!: Variable;

  constructor(options: SpectralNormalizationOptions) {
    super(options, ["powerIterations"]);
    this.powerIterations = positive(this.name, "powerIterations", options.powerIterations ?? 1);
  }

  override build(inputShape: Shape): void {
    super.build(inputShape);
    const { kernel, embeddings } = this.layer as unknown as { kernel?: unknown; embeddings?: unknown };
    const found = kernel ?? embeddings;
    if (!(found instanceof Variable)) {
      throw new ValueError(this.name, `the layer "${this.layer.name}" has no kernel and no embeddings`, {
        fix: "Wrap a layer such as dense, conv2d or embedding",
      });
    }
    this.kernel = found;
    this.vectorU = this.addWeight({
      name: "vector_u",
      shape: [1, this.kernel.dims.at(-1)!],
      initializer: new TruncatedNormal({ stddev: 0.02 }),
      trainable: false,
    });
  }

  override call(inputs: Tensor, options: CallOptions): Tensor {
    const run = (): Tensor => ops.cast(super.call(inputs, options) as Tensor, inputs.dtype);
    if (!options.training) return run();
    const [kernel, vector] = this.#normalized();
    this.vectorU.assign(vector);
    const trace = currentTrace();
    if (trace) return trace.withValue(this.kernel, kernel, run);
    this.kernel.assign(kernel);
    return run();
  }

  /** The kernel over its largest singular value, and the vector that the next call goes on with. */
  #normalized(): [Tensor, Tensor] {
    const kernel = this.kernel;
    const rows = ops.reshape(kernel, [-1, kernel.dims.at(-1)!]);
    const turned = ops.transpose(rows);
    const unit = (x: Tensor): Tensor => ops.normalize(x, { axis: null });
    let u = this.vectorU.value;
    let v = u;
    for (let i = 0; i < this.powerIterations; i++) {
      v = unit(ops.matmul(u, turned));
      u = unit(ops.matmul(v, rows));
    }
    [u, v] = [ops.stopGradient(u), ops.stopGradient(v)];
    const sigma = ops.reshape(ops.matmul(ops.matmul(v, rows), ops.transpose(u)), []);
    // A kernel of zeros stays as it is.
    const empty = ops.all(ops.equal(kernel, 0));
    return [ops.divide(kernel, ops.where(empty, 1, sigma)), ops.where(empty, this.vectorU, u)];
  }

  override getConfig(): Config {
    const { layer, ...base } = super.getConfig();
    return { ...base, layer, power_iterations: this.powerIterations };
  }
}

/** Makes a `SpectralNormalization` layer. */
export function spectralNormalization(options: SpectralNormalizationOptions): SpectralNormalization {
  return new SpectralNormalization(options);
}
