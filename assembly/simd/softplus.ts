import { Exp } from "./exp";
import { Log } from "./log";
import { Select } from "./select";
import { Table } from "./table";

const C: usize = memory.data<f32>([0.41421356, 0.5, 1]);

/**
 * log(1 + exp(x)) on four float32 lanes, without overflow.
 *
 * Error at most 1.79 ulp, over all float32. softplus(-inf) = 0, softplus(inf) = inf, NaN stays.
 *
 * Method: max(x, 0) + log(1 + z) with z = exp(-|x|) in [0, 1]; 1 + z = 2^e (1 + f) with f = z up to sqrt(2) - 1 and f
 * = (z - 1) / 2 above, both without loss, and from there as Log.
 */
export abstract class Softplus {
  @inline static f4(x: v128): v128 {
    const z = Exp.below89(Select.negativeAbs(x));
    const above = f32x4.gt(z, Table.f4(C, 0));
    const f = Select.f4(above, f32x4.sub(f32x4.mul(z, Table.f4(C, 1)), Table.f4(C, 1)), z);
    const log1p = Log.combine(f, v128.and(above, Table.f4(C, 2)));
    return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), log1p); // pmax keeps NaN
  }
}
