import type { Tensor } from "../../core/tensor";
import type { CallOptions } from "../../layers/core/layer";
import { RandomCrop as Current, type RandomCropOptions } from "../../layers/random_crop";
import { OLD } from "../../nn/core/old_activations";
import * as ops from "../../ops/gen/public";
import { resize } from "../../ops/image/resize";

/**
 * RandomCrop of tf.keras and Keras until 3.7, which cuts also when it predicts. "fit": tf.keras until 2.6 made the shorter side
 * fit, then took the middle; "middle": until Keras 3.5 the largest part of the new proportions, resized; "corner": then a part of
 * the new size from the corner of that.
 */
export class RandomCrop extends Current {
  readonly #cut: string;

  constructor({ cut = "middle", ...options }: RandomCropOptions & { cut?: string }) {
    super(options);
    this.#cut = cut;
  }

  get savedModule(): string {
    return OLD;
  }

  override call(inputs: Tensor, options: CallOptions): Tensor {
    if (options.training) return super.call(inputs, options);
    if (this.#cut === "corner") {
      const x = ops.cast(inputs, "float32");
      const [row, column] = this.middleCorner(x.dims[this.rows]!, x.dims[this.rows + 1]!);
      return this.transformImages(x, { h_start: ops.cast(row, "int32"), w_start: ops.cast(column, "int32") });
    }
    if (this.#cut === "middle") {
      return resize(ops.cast(inputs, "float32"), [this.height, this.width], {
        cropToAspectRatio: true,
        dataFormat: this.dataFormat,
      });
    }
    const { height, width } = this;
    const [, h, w] = inputs.dims as [number, number, number];
    const tall = h / w > height / width;
    const size: [number, number] = [
      tall ? Math.trunc((width * h) / w) : height,
      tall ? width : Math.trunc((height * w) / h),
    ];
    const resized = ops.image.resize(ops.cast(inputs, "float32"), size);
    const [top, left] = [Math.trunc((size[0] - height) / 2), Math.trunc((size[1] - width) / 2)];
    return ops.slice(resized, [0, top, left, 0], [inputs.dims[0]!, height, width, inputs.dims[3]!]);
  }
}
