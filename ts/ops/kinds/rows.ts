/** The kind "rows": functions of whole rows along one axis. */
import { type TensorLike, toTensor } from "../../core/convert";
import type { Lowering, Op, OpTable } from "../../core/op";
import { checkOptions } from "../../core/options";
import { normalizeAxes } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import { makeNode, type Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { transpose } from "../transpose";
import { reshape } from "../view/reshape";

/** Options of a row op. */
export interface RowsOptions {
  /** The axis (or axes, taken as one) of a row; -1 by default, null for all. */
  axis?: number | readonly number[] | null;
}

/** A row op as a function, with its record. */
export interface RowsFunction {
  (x: TensorLike, options?: RowsOptions): Tensor;
  op: Op;
  spec: RowsSpec;
}

/** What a row op adds to its kind. */
export interface RowsSpec {
  name: string;
  camel: string;
  keras: string;
  reference(row: readonly number[]): number[];
  gradient(x: Tensor, y: Tensor, g: Tensor, k: OpTable): Tensor;
}

/** Makes a row op. Other axes than the last are brought there and back. */
export function rowsOp(spec: RowsSpec): RowsFunction {
  const op: Op = {
    name: spec.name,
    kind: "rows",
    keras: spec.keras,
    infer: ([x]) => ({ shape: x!.dims, dtype: "float32" }),
    gradient: ({ inputs: [x], output }, g, k) => [spec.gradient(x!, output, g, k)],
    lower: ({ inputs: [x] }) => lowerRows(spec.name, x!),
  };
  const fn = callable(spec.name, (x: TensorLike, options?: RowsOptions): Tensor => {
    const { axis } = checkOptions(spec.name, options, ["axis"], `ops.${spec.camel}(x, { axis: -1 })`);
    const tensor = cast(toTensor(spec.name, x), "float32");
    const axes = normalizeAxes(spec.name, axis === undefined ? -1 : axis, tensor.rank);
    const others = tensor.dims.flatMap((_, i) => (axes.includes(i) ? [] : [i]));
    const order = [...others, ...axes];
    const moved = transpose(tensor, { axes: order });
    const row = axes.reduce((product, a) => product * tensor.dims[a]!, 1);
    const flat = reshape(moved, [...others.map((a) => tensor.dims[a]!), row]);
    const y = reshape(makeNode(op, [flat]), moved.dims);
    return transpose(y, { axes: order.map((_, i) => order.indexOf(i)) });
  });
  return Object.assign(fn, { op, spec });
}

/** The instruction of a row op whose rows are the last axis of x. */
export function lowerRows(kernel: string, x: Tensor): Lowering {
  const n = x.dims[x.rank - 1]!;
  const rows = n === 0 ? 0 : x.size / n;
  return { kernel, units: rows, work: Math.max(1, n * 8), words: [rows, n] };
}
