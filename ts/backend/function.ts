/** K.placeholder and K.function: graphs over data to come. */
import { capture } from "../core/capture";
import { type TensorLike, toTensor } from "../core/convert";
import { type DType, standardizeDType } from "../core/dtypes";
import { ShapeError, ValueError } from "../core/errors";
import { checkOptions } from "../core/options";
import { nest } from "../core/print";
import { type Shape, sameShape, sizeOf } from "../core/shapes";
import { callsBehind, isSymbolic, nameOf, replay, symbolicInput } from "../core/symbolic";
import { type NestedArray, Tensor } from "../core/tensor";
import { Trace, withTrace } from "../core/trace";
import { Variable } from "../core/variable";
import type { Graph } from "../graph/graph";
import { cast } from "../ops/cast";
import { type Compiled, compileGraph } from "./compile";
import { engine } from "./engine";

let placeholders = 0;

/** Options of `K.placeholder`. */
export interface PlaceholderOptions {
  /** Sizes; null stands for one that is known when the function runs. */
  shape?: Shape | null;
  /** The number of axes, when no shape is given. */
  ndim?: number;
  dtype?: string | null;
  name?: string;
}

/**
 * A tensor that stands for data to come, for `K.function`.
 *
 * @example K.placeholder({ shape: [null, 3] }).shape // [ null, 3 ]
 */
export function placeholder(options: PlaceholderOptions = {}): Tensor {
  const form = "K.placeholder({ shape: [null, 3] })";
  const { shape, ndim, dtype, name } = checkOptions("placeholder", options, ["shape", "ndim", "dtype", "name"], form);
  const sizes = shape ?? (ndim === undefined ? undefined : new Array<null>(ndim).fill(null));
  if (!sizes) throw new ValueError("placeholder", "needs a shape or ndim", { fix: `Write ${form}` });
  const own = name ?? `placeholder${placeholders++ ? `_${placeholders - 1}` : ""}`;
  return symbolicInput(sizes, standardizeDType(dtype ?? "float32", "placeholder"), own);
}

/** A function over arrays: takes a list of values, gives a list of results. */
export type BackendFunction = (inputs: readonly TensorLike[]) => NestedArray[];

/** Programs of one function, by the shapes of its inputs. */
const KEPT = 16;

/**
 * A compiled function from placeholders to outputs. `updates` are pairs of a variable and its new value, applied at
 * every call. Variables are read when it runs.
 *
 * @throws ValueError when an input is no placeholder; ShapeError, at a call, when a value does not fit.
 * @example { const x = K.placeholder({ shape: [2] }); K.function([x], [K.square(x)])([[3, 4]])[0] } // [ 9. 16.]
 */
export function makeFunction(
  inputs: readonly Tensor[],
  outputs: readonly (Tensor | Variable)[],
  options: { updates?: readonly (readonly [Variable, Tensor])[]; name?: string } = {},
): BackendFunction {
  const form = "K.function([x], [y], { updates: [[variable, value]] })";
  const { updates = [], name = "function" } = checkOptions("function", options, ["updates", "name"], form);
  if (!Array.isArray(inputs) || !Array.isArray(outputs)) {
    throw new ValueError("function", "needs a list of inputs and one of outputs", { fix: `Write ${form}` });
  }
  for (const input of inputs) {
    if (!isSymbolic(input)) {
      throw new ValueError("function", "an input is no placeholder", {
        expected: "tensors made by K.placeholder or input",
        received: { input },
      });
    }
  }
  const wanted = capture([...outputs, ...updates.map(([, value]) => value)]) as (Tensor | Variable)[];
  const given = new Map(inputs.map((input) => [input, true]));
  const symbols = wanted.filter(isSymbolic);
  for (const x of [...symbols, ...callsBehind(symbols, given).flatMap((call) => call.inputs)]) {
    if (given.has(x) || (x.source.kind === "symbolic" && x.source.call)) continue;
    throw new ValueError(name, `the outputs need "${nameOf(x)}", which is not among the inputs`);
  }
  const programs = new Map<string, Compiled & { types: { dims: readonly number[]; dtype: DType }[] }>();

  const compile = (
    dims: readonly (readonly number[])[],
  ): Compiled & { types: { dims: readonly number[]; dtype: DType }[] } => {
    const leaves = inputs.map((input, i) => new Tensor(dims[i]!, input.dtype, { kind: "input", name: nameOf(input) }));
    const trace = new Trace();
    const roots = withTrace(trace, () => {
      const given = new Map(inputs.map((input, i) => [input, leaves[i]!]));
      const roots = wanted.map((x) => (x instanceof Variable ? x.value : x));
      const values = replay(roots.filter(isSymbolic), given);
      return roots.map((x) => (isSymbolic(x) ? values.shift()! : x));
    });
    const assigns = new Map(trace.assigned);
    updates.forEach(([variable], i) => {
      assigns.set(variable, fitted(name, variable, roots[outputs.length + i]!));
    });
    const results = roots.slice(0, outputs.length);
    const graph: Graph = { outputs: results, updates: trace.updates, assigns };
    return { ...compileGraph(graph, leaves), types: results.map((x) => ({ dims: x.dims, dtype: x.dtype })) };
  };

  return (values) => {
    const list =
      Array.isArray(values) && (inputs.length !== 1 || values.length === 1) ? values : [values as TensorLike];
    if (list.length !== inputs.length) {
      throw new ValueError(name, "got the wrong number of inputs", {
        expected: `a list of ${inputs.length}`,
        received: `${list.length}`,
      });
    }
    const tensors = list.map((value, i) => matched(name, toTensor(name, value), inputs[i]!));
    const key = tensors.map((x) => x.dims.join(",")).join(";");
    let compiled = programs.get(key);
    if (!compiled) {
      compiled = compile(tensors.map((x) => x.dims));
      programs.set(key, compiled);
      for (const [old, { program }] of programs) {
        if (programs.size <= KEPT) break;
        programs.delete(old);
        program.dispose();
      }
    }
    const { program, types } = compiled;
    const device = engine();
    const feeds = tensors.map((x) => device.allocate(x.size * 4));
    try {
      tensors.forEach((x, i) => {
        feeds[i]!.write(x.peek());
      });
      program.start(feeds, 1).resume(Number.POSITIVE_INFINITY);
      return types.map(({ dims, dtype }, i) =>
        nest(program.output(i).subarray(0, sizeOf(dims)) as Float32Array, dims, dtype),
      );
    } finally {
      for (const feed of feeds) feed.dispose();
    }
  };
}

/** A new value of a variable, checked, as the variable's dtype. */
function fitted(where: string, variable: Variable, value: Tensor): Tensor {
  if (!sameShape(value.shape, variable.shape)) {
    throw new ShapeError(where, `an update does not fit ${variable.path}`, {
      expected: `shape [${variable.shape}]`,
      received: { shape: value.shape },
    });
  }
  return cast(value, variable.dtype);
}

/** A value checked against its placeholder, as the placeholder's dtype. */
function matched(where: string, value: Tensor, input: Tensor): Tensor {
  const shape = input.shape;
  if (value.rank !== shape.length || !shape.every((d, i) => d === null || d === value.shape[i])) {
    throw new ShapeError(`${where}: ${nameOf(input)}`, "the value does not fit the placeholder", {
      expected: `shape [${shape.map((d) => d ?? "null").join(", ")}]`,
      received: { shape: value.shape },
    });
  }
  return cast(value, input.dtype);
}
