/** Bilinear upsampling as TensorFlow 1 did it: the first corners lie on one another, not the middles of pixels. */
import type { Tensor } from "../../core/tensor";
import { positive } from "../../layers/core/options";
import * as ops from "../../ops/gen/public";
import { OldLayer } from "./layer";

/** What each of `size * factor` places takes of `size` others. */
function weights(size: number, factor: number): Float32Array {
  const out = size * factor;
  const values = new Float32Array(out * size);
  for (let i = 0; i < out; i++) {
    // As float32 computes it.
    const at = Math.fround(i * Math.fround(size / out));
    const low = Math.min(Math.floor(at), size - 1);
    const part = Math.fround(at - low);
    values[i * size + low]! += 1 - part;
    values[i * size + Math.min(low + 1, size - 1)]! += part;
  }
  return values;
}

/** UpSampling2D with interpolation "bilinear". */
export class UpSampling2D extends OldLayer {
  static override className = "UpSampling2D";
  override supportsMasking = false;

  override call(x: Tensor): Tensor {
    const { size = 2, dataFormat } = this.options;
    const [rows, columns] = (Array.isArray(size) ? size : [size, size]).map((one) => positive(this.name, "size", one));
    const first = dataFormat === "channels_first";
    const [, h, w] = first ? [0, x.dims[2]!, x.dims[3]!] : x.dims;
    const [tall, wide] = [
      ops.reshape(weights(h!, rows!), [h! * rows!, h!]),
      ops.reshape(weights(w!, columns!), [w! * columns!, w!]),
    ];
    return first ? ops.einsum("bchw,yh,xw->bcyx", x, tall, wide) : ops.einsum("bhwc,yh,xw->byxc", x, tall, wide);
  }
}
