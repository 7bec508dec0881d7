/** How Theano padded pools for "same": windows began elsewhere than in TensorFlow. */
import type { Masks } from "../../core/mask";
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { Layer } from "../../layers/core/layer";
import { partFrom, type ReadPart } from "../../layers/core/part";
import { OLD } from "../../nn/core/old_activations";
import type { Config } from "../../nn/core/serialize";
import * as ops from "../../ops/gen/public";

/** What the layer inside may be: a pooling without padding of its own. */
interface Pooling extends Layer {
  readonly poolSize: readonly number[];
  readonly dataFormat: string;
}

/** A pooling behind the padding of Theano. */
export class TheanoSame extends Layer {
  static override className = "TheanoSame";
  readonly layer: Pooling;
  readonly #config: Config;

  constructor(config: Config, layer: Layer) {
    super({ name: config.name as string, trainable: config.trainable as boolean | undefined });
    this.layer = layer as Pooling;
    this.#config = config;
  }

  get savedModule(): string {
    return OLD;
  }

  override build(inputShape: Shape): void {
    const padding = this.#padding(inputShape.length);
    const shape = inputShape.map((size, i) => size && size + padding[i]![0] + padding[i]![1]);
    this.buildPart(this.layer, shape);
  }

  /** Places before and after, for each axis. */
  #padding(rank: number): [number, number][] {
    const { poolSize, dataFormat } = this.layer;
    const spatial = poolSize.map((size): [number, number] =>
      size % 2 ? [Math.max(0, size - 2), size > 1 ? 1 : 0] : [size - 1, 0],
    );
    const first = dataFormat === "channels_first";
    const none: [number, number][] = Array.from({ length: rank - spatial.length - 1 }, () => [0, 0]);
    return first ? [[0, 0], ...none, ...spatial] : [[0, 0], ...spatial, ...none];
  }

  override call(x: Tensor): Tensor {
    const padding = this.#padding(x.rank);
    const isMax = /^Max/.test(this.layer.savedClass);
    const padded = ops.pad(x, padding, { constantValues: isMax ? Number.NEGATIVE_INFINITY : 0 });
    const y = this.layer.apply(padded);
    if (!/^Average/.test(this.layer.savedClass)) return y;
    // What lies outside does not count.
    return ops.divide(y, this.layer.apply(ops.pad(ops.onesLike(x), padding)));
  }

  override computeMask(_inputs: unknown, _mask: Masks): Masks {
    return null;
  }

  override getConfig(): Config {
    return this.#config;
  }

  static fromConfig(config: Config, read: ReadPart): TheanoSame {
    return new TheanoSame(config, partFrom(String(config.name), "layer", config.layer, read));
  }
}
