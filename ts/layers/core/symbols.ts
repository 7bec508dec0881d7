/** The input layers behind symbolic tensors. */
import { type DType, standardizeDType } from "../../core/dtypes";
import type { Shape } from "../../core/shapes";
import { nameOf, symbolicInput } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { InputLayer } from "../input_layer";

const layers = new WeakMap<Tensor, InputLayer>();

/** A symbolic tensor of a whole shape, with its input layer. */
export function inputTensor(batchShape: Shape, dtype: string | undefined, name: string | undefined): Tensor {
  const layer = new InputLayer({ batchShape, dtype: dtype ?? "float32", ...(name ? { name } : {}) });
  return attach(layer, batchShape, standardizeDType(dtype ?? "float32", "input"));
}

/** A symbolic tensor for an input layer. */
export function attach(layer: InputLayer, batchShape: Shape, dtype: DType): Tensor {
  const tensor = symbolicInput(batchShape, dtype, layer.name);
  layers.set(tensor, layer);
  return tensor;
}

/** The input layer of a symbolic tensor that no call made. */
export function inputLayerOf(tensor: Tensor): InputLayer {
  let layer = layers.get(tensor);
  if (!layer) {
    layer = new InputLayer({ batchShape: tensor.shape, dtype: tensor.dtype, name: nameOf(tensor) });
    layers.set(tensor, layer);
  }
  return layer;
}
