import { Exp } from "./exp";
import { Select } from "./select";
import { Table } from "./table";

const C: usize = memory.data<f32>([1]);

/**
 * 1 / (1 + exp(-x)) on four float32 lanes.
 *
 * Error at most 1.97 ulp, over all float32. sigmoid(-inf) = 0, sigmoid(inf) = 1, NaN stays.
 *
 * Method: with z = exp(-|x|) in [0, 1]: 1 / (1 + z) for x >= 0 and z / (1 + z) for x < 0, which keeps the relative
 * error small down to the subnormal results below x = -87.3. What rounding takes from 1 + z is given back to the
 * quotient, to first order.
 */
export abstract class Sigmoid {
  @inline static f4(x: v128): v128 {
    const z = Exp.below89(Select.negativeAbs(x));
    const one = Table.f4(C, 0);
    const sum = f32x4.add(z, one);
    const lost = f32x4.sub(z, f32x4.sub(sum, one));
    const y = f32x4.div(Select.f4(f32x4.lt(x, f32x4.splat(0)), z, one), sum);
    const change = f32x4.mul(y, lost);
    return f32x4.sub(y, f32x4.sub(change, f32x4.mul(change, y)));
  }
}
