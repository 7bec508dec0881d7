/** The three contractions of a convolution over one geometry: each one's gradients are the other two. */
import { makeNode, type Tensor } from "../../core/tensor";
import { convOp } from "../conv";
import { convInputOp } from "../conv_input";
import { convKernelOp } from "../conv_kernel";
import { depthwiseConvOp } from "../depthwise_conv";
import { depthwiseConvInputOp } from "../depthwise_conv_input";
import { depthwiseConvKernelOp } from "../depthwise_conv_kernel";

/** y of x and the kernel. */
export function convAt(x: Tensor, kernel: Tensor, geometry: readonly number[]): Tensor {
  return makeNode(convOp, [x, kernel], { geometry });
}

/** The gradient of x from that of y and the kernel. */
export function convInputAt(gy: Tensor, kernel: Tensor, geometry: readonly number[]): Tensor {
  return makeNode(convInputOp, [gy, kernel], { geometry });
}

/** The gradient of the kernel from x and the gradient of y. */
export function convKernelAt(x: Tensor, gy: Tensor, geometry: readonly number[]): Tensor {
  return makeNode(convKernelOp, [x, gy], { geometry });
}

/** The depthwise y of x and the kernel. */
export function depthwiseAt(x: Tensor, kernel: Tensor, geometry: readonly number[]): Tensor {
  return makeNode(depthwiseConvOp, [x, kernel], { geometry });
}

/** The depthwise gradient of x. */
export function depthwiseInputAt(gy: Tensor, kernel: Tensor, geometry: readonly number[]): Tensor {
  return makeNode(depthwiseConvInputOp, [gy, kernel], { geometry });
}

/** The depthwise gradient of the kernel. */
export function depthwiseKernelAt(x: Tensor, gy: Tensor, geometry: readonly number[]): Tensor {
  return makeNode(depthwiseConvKernelOp, [x, gy], { geometry });
}
