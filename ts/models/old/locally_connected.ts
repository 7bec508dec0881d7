/** Convolutions with a kernel of its own at each place, which Keras 1 and 2 had. */
import { ValueError } from "../../core/errors";
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import { positive } from "../../layers/core/options";
import * as ops from "../../ops/gen/public";
import { OldLayer } from "./layer";

/** What both have. */
abstract class LocallyConnected extends OldLayer {
  kernel!: Variable;
  bias: Variable | undefined;
  protected abstract readonly rank: 1 | 2;

  protected list(key: string, fallback: number): number[] {
    const value = this.options[key] ?? fallback;
    const list = Array.isArray(value) ? value : Array(this.rank).fill(value);
    return list.map((size) => positive(this.name, key, size));
  }

  get #channelsFirst(): boolean {
    return this.options.dataFormat === "channels_first";
  }

  override build(inputShape: Shape): void {
    const { padding = "valid", implementation = 1 } = this.options;
    if (padding !== "valid" || implementation !== 1) {
      throw new ValueError(this.name, "is not supported in this form", {
        expected: 'padding "valid" and implementation 1',
        received: { padding, implementation },
      });
    }
    const filters = positive(this.name, "filters", this.options.filters);
    const window = this.list("kernelSize", 1);
    const strides = this.list("strides", 1);
    const first = this.#channelsFirst;
    const channels = inputShape.at(first ? 1 : -1)!;
    const sizes = inputShape.slice(first ? 2 : 1, first ? undefined : -1);
    const out = sizes.map((size, i) => Math.floor((size! - window[i]!) / strides[i]!) + 1);
    const places = out.reduce((a, b) => a * b, 1);
    const inputs = window.reduce((a, b) => a * b, channels);
    this.kernel = this.addWeight({
      name: "kernel",
      shape: [places, inputs, filters],
      ...this.rules("kernel", "glorot_uniform"),
    });
    if (this.options.useBias !== false) {
      this.bias = this.addWeight({ name: "bias", shape: [...out, filters], ...this.rules("bias", "zeros") });
    }
  }

  override call(inputs: Tensor): Tensor {
    const window = this.list("kernelSize", 1);
    const strides = this.list("strides", 1);
    const first = this.#channelsFirst;
    const last = first ? ops.moveaxis(inputs, 1, -1) : inputs;
    const images = this.rank === 1 ? ops.expandDims(last, 2) : last;
    const size = this.rank === 1 ? [window[0]!, 1] : window;
    const channels = last.dims.at(-1)!;
    let patches = ops.image.extractPatches(images, size as [number, number], {
      strides: (this.rank === 1 ? [strides[0]!, 1] : strides) as [number, number],
      padding: "valid",
    });
    const [batch, ...out] = patches.dims.slice(0, this.rank === 1 ? 2 : 3);
    const places = out.reduce((a, b) => a * b, 1);
    const area = window.reduce((a, b) => a * b, 1);
    patches = ops.reshape(patches, [batch!, places, area, channels]);
    // Where channels come first, they are the slower part of a patch as well.
    if (first) patches = ops.swapaxes(patches, 2, 3);
    const flat = ops.reshape(patches, [batch!, places, area * channels]);
    const y = ops.reshape(ops.einsum("bpk,pkf->bpf", flat, this.kernel), [batch!, ...out, this.kernel.dims[2]!]);
    if (!first) return this.activation().fn(this.bias ? ops.add(y, this.bias) : y);
    // Keras took the bias of places and filters as one of filters and places, without turning it.
    const filters = this.kernel.dims[2]!;
    const bias = this.bias && ops.reshape(this.bias, [1, filters, ...out]);
    const turned = ops.moveaxis(y, -1, 1);
    return this.activation().fn(bias ? ops.add(turned, bias) : turned);
  }
}

/** Over sequences. */
export class LocallyConnected1D extends LocallyConnected {
  static override className = "LocallyConnected1D";
  protected override readonly rank = 1;
}

/** Over images. */
export class LocallyConnected2D extends LocallyConnected {
  static override className = "LocallyConnected2D";
  protected override readonly rank = 2;
}
