/** The kind "zip": y = f(a, b), element by element, after broadcasting. */
import { type TensorLike, toTensors } from "../../core/convert";
import { type DType, isInteger, resultType } from "../../core/dtypes";
import { DTypeError } from "../../core/errors";
import type { Op, OpTable } from "../../core/op";
import { broadcastShapes, type Dims, repeatedAxes, sameShape } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import { makeNode, type Tensor } from "../../core/tensor";
import { cast } from "../cast";

/** What a zip op adds to its kind. */
export interface ZipSpec {
  name: string;
  keras?: string;
  /** float: always float32. number: int32 has a kernel NAME_i32. int: no floats, two bools stay bool. bool: both become bool. */
  on: "float" | "number" | "int" | "bool";
  /** Whether the result is bool (comparisons). */
  truth?: boolean;
  reference(a: number, b: number): number;
  /** The formula of int32, where that of float64 does not hold it. */
  whole?(a: number, b: number): number;
  /** Gradients of a and b in the shape of the result; absent where they are zero everywhere. */
  gradient?(a: Tensor, b: Tensor, y: Tensor, g: Tensor, k: OpTable): readonly [Tensor | undefined, Tensor | undefined];
  /** Pairs worth testing. */
  samples: readonly (readonly [number, number])[];
  /** Whether the derivative jumps at (a, b). */
  kink?(a: number, b: number): boolean;
  ulps?: number;
}

/** A zip op as a function, with its record. */
export interface ZipFunction {
  (x1: TensorLike, x2: TensorLike): Tensor;
  op: Op;
  spec: ZipSpec;
}

/** Makes a zip op. */
export function zip(spec: ZipSpec): ZipFunction {
  const op: Op = {
    name: spec.name,
    kind: "zip",
    keras: spec.keras,
    infer: ([a, b]) => ({
      shape: broadcastShapes(spec.name, a!.dims, b!.dims),
      dtype: spec.truth ? "bool" : a!.dtype,
    }),
    kernel: ({ inputs: [a] }) => (spec.on === "number" && isInteger(a!.dtype) ? `${spec.name}_i32` : spec.name),
    reference: spec.reference,
    gradient:
      spec.gradient &&
      (({ inputs: [a, b], output }, g, k) => {
        const [ga, gb] = spec.gradient!(a!, b!, output, g, k);
        return [ga && unbroadcast(ga, a!.dims, k), gb && unbroadcast(gb, b!.dims, k)];
      }),
  };
  const fn = callable(spec.name, (x1: TensorLike, x2: TensorLike): Tensor => {
    const [a, b] = toTensors(spec.name, x1, x2);
    const dtype = domain(spec, a.dtype, b.dtype);
    return makeNode(op, [cast(a, dtype), cast(b, dtype)]);
  });
  return Object.assign(fn, { op, spec });
}

/** Refuses float32, for ops on bits and divisors. */
export function onlyWhole(where: string, dtype: DType): DType {
  if (isInteger(dtype)) return dtype;
  throw new DTypeError(where, "takes whole numbers only", { received: { dtype }, fix: 'Use ops.cast(x, "int32")' });
}

function domain(spec: ZipSpec, a: DType, b: DType): DType {
  if (spec.on === "float") return "float32";
  if (spec.on === "bool") return "bool";
  const dtype = resultType(a, b);
  if (spec.on === "int") return onlyWhole(spec.name, dtype);
  return dtype === "bool" ? "int32" : dtype;
}

/** Sums a gradient over the axes that broadcasting repeated. */
export function unbroadcast(g: Tensor, dims: Dims, k: OpTable): Tensor {
  if (sameShape(g.shape, dims)) return g;
  const axes = repeatedAxes(dims, g.dims);
  const summed = axes.length ? k.sum(g, { axis: axes }) : g;
  return k.reshape(summed, dims);
}
