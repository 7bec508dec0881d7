/** The kind "map": y = f(x), element by element. */
import { type TensorLike, toTensor } from "../../core/convert";
import type { DType } from "../../core/dtypes";
import { isInteger } from "../../core/dtypes";
import type { Op, OpTable } from "../../core/op";
import { callable } from "../../core/symbolic";
import { makeNode, type Tensor } from "../../core/tensor";
import { cast } from "../cast";

/** What a map op adds to its kind. */
export interface MapSpec {
  name: string;
  keras?: string;
  /** float: integers become float32 first. number: int32 has a kernel NAME_i32. bool: whatever comes becomes bool. */
  on: "float" | "number" | "bool";
  /** What integers give instead of becoming float32, where Keras keeps them integers. */
  integers?(x: Tensor): Tensor;
  /** The formula in float64. */
  reference(x: number): number;
  /** The gradient from x, y = f(x) and the gradient g of y; absent where it is zero everywhere. */
  gradient?(x: Tensor, y: Tensor, g: Tensor, k: OpTable): Tensor;
  /** Values worth testing. */
  samples: readonly number[];
  /** Where the derivative jumps. */
  kinks?: readonly number[];
  /** The largest error in ulps of the result; 0.5 (correctly rounded) unless said. */
  ulps?: number;
}

/** A map op as a function, with its record. */
export interface MapFunction {
  (x: TensorLike): Tensor;
  op: Op;
  spec: MapSpec;
}

/** Makes a map op. */
export function map(spec: MapSpec): MapFunction {
  const op: Op = {
    name: spec.name,
    kind: "map",
    keras: spec.keras,
    infer: ([x]) => ({ shape: x!.dims, dtype: x!.dtype }),
    kernel: ({ inputs: [x] }) => (spec.on === "number" && isInteger(x!.dtype) ? `${spec.name}_i32` : spec.name),
    reference: spec.reference,
    gradient: spec.gradient && (({ inputs: [x], output }, g, k) => [spec.gradient!(x!, output, g, k)]),
  };
  const fn = callable(spec.name, (x: TensorLike): Tensor => {
    const tensor = toTensor(spec.name, x);
    if (spec.integers && tensor.dtype !== "float32") return spec.integers(cast(tensor, "int32"));
    return makeNode(op, [domain(spec.on, tensor)]);
  });
  return Object.assign(fn, { op, spec });
}

function domain(on: MapSpec["on"], x: Tensor): Tensor {
  let wanted: DType = x.dtype;
  if (on === "float") wanted = "float32";
  else if (on === "bool") wanted = "bool";
  else if (x.dtype !== "float32") wanted = "int32";
  return cast(x, wanted);
}
