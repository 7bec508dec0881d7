import type { Tensor } from "../../core/tensor";
import type { CallOptions } from "../../layers/core/layer";
import { RandomCrop as Current } from "../../layers/random_crop";
import { OLD } from "../../nn/core/old_activations";
import * as ops from "../../ops/gen/public";

/** RandomCrop of tf.keras until 2.6: predicting, it first made the shorter side fit, then cut the middle out. */
export class RandomCrop extends Current {
  get savedModule(): string {
    return OLD;
  }

  override call(inputs: Tensor, options: CallOptions): Tensor {
    if (options.training) return super.call(inputs, options);
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
