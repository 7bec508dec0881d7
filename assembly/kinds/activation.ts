import { ACTIVATION_RELU, ACTIVATION_RELU6 } from "../layout";

/** The activation of a write-back. */
export abstract class Activation {
  static f4(x: v128, activation: i32): v128 {
    const zero = f32x4.splat(0);
    if (activation == ACTIVATION_RELU) return f32x4.max(x, zero);
    if (activation == ACTIVATION_RELU6) return f32x4.min(f32x4.max(x, zero), f32x4.splat(6));
    return x;
  }
}
