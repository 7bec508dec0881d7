/** Symbolic tensors: what `input` gives, and calls on them, replayed when sizes are known. */
import { capture } from "./capture";
import type { DType } from "./dtypes";
import { uniqueName } from "./names";
import { isPlain, mapTensors } from "./nested";
import type { Shape } from "./shapes";
import { Tensor } from "./tensor";
import { currentTrace, Trace, withTrace } from "./trace";

export { isPlain };

/** What a call runs: an op, or a layer. */
export interface Operation {
  readonly name: string;
  /** The op that is called, by Keras's name; none for a layer. */
  readonly op?: string;
  /** Whether it works on values on the host, before a program runs: what reads text does. */
  readonly onHost?: boolean;
  /** Computes the outputs from arguments whose symbolic tensors were replaced. */
  replay(args: readonly unknown[]): Tensor | readonly Tensor[];
}

/** One call of an operation on symbolic tensors. */
export interface SymbolicCall {
  readonly operation: Operation;
  readonly args: readonly unknown[];
  /** The symbolic tensors among the arguments, in order. */
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** Whether the operation gave an array. */
  readonly many: boolean;
}

/** A symbolic tensor that stands for data to come. */
export function symbolicInput(shape: Shape, dtype: DType, name: string): Tensor {
  return new Tensor(shape, dtype, { kind: "symbolic", call: undefined, index: 0, name });
}

/** Whether a value is a symbolic tensor. */
export function isSymbolic(value: unknown): value is Tensor {
  return value instanceof Tensor && value.source.kind === "symbolic";
}

/** The symbolic tensors anywhere in a value: arrays and plain objects are searched. */
export function symbolicsIn(value: unknown, found: Tensor[] = []): Tensor[] {
  if (value instanceof Tensor) {
    if (value.source.kind === "symbolic") found.push(value);
  } else if (Array.isArray(value)) {
    for (const item of value) if (typeof item === "object") symbolicsIn(item, found);
  } else if (isPlain(value)) {
    for (const key of Object.keys(value)) symbolicsIn(value[key], found);
  }
  return found;
}

/** The value with every symbolic tensor replaced. */
export function substitute(value: unknown, replace: (tensor: Tensor) => Tensor): unknown {
  return mapTensors(value, (tensor) => (isSymbolic(tensor) ? replace(tensor) : tensor));
}

/**
 * Sizes that stand in for unknown ones; what differs between two runs is unknown. Far apart and large, so that no stride
 * makes them equal and most windows fit; multiples of the small numbers, so that blocks divide them.
 */
const STAND_INS = [840, 1680] as const;

/**
 * Two runs with sizes that stand in for unknown ones: if those do not divide as asked for, with multiples of the numbers given;
 * if a batch meets another of a fixed size, with one row, which broadcasts.
 */
function withStandIns<T>(run: (size: number, batch: number) => T, args: readonly unknown[]): T[] {
  const factor = factorOf(args);
  const attempts: ((size: number) => T)[] = [
    (size) => run(size, size),
    ...(factor > 1 ? [(size: number) => run(size * factor, size * factor)] : []),
    (size) => run(size, 1),
  ];
  let first: unknown;
  for (const attempt of attempts) {
    try {
      return STAND_INS.map(attempt);
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}

/** The product of the whole numbers in lists of arguments, as of the sizes in a new shape. */
function factorOf(args: readonly unknown[]): number {
  const numbers = args.flatMap((arg) => (Array.isArray(arg) ? arg : [])).filter((n) => Number.isInteger(n) && n > 1);
  const factor = numbers.reduce((product: number, n: number) => product * n, 1);
  return factor < 2 ** 24 ? factor : 1;
}

/** Calls an operation on symbolic tensors: finds the shapes of its outputs and remembers the call. */
export function symbolicCall(operation: Operation, given: readonly unknown[]): Tensor | Tensor[] {
  const args = capture(given);
  const inputs = symbolicsIn(args);
  const unknown = inputs.some((input) => input.shape.includes(null));
  const run = (size: number, batch: number): Tensor | readonly Tensor[] => {
    const replaced = new Map<Tensor, Tensor>();
    const standIn = (symbol: Tensor): Tensor => {
      let tensor = replaced.get(symbol);
      if (!tensor) {
        const shape = symbol.shape.map((d, axis) => d ?? (axis === 0 ? batch : size));
        tensor = new Tensor(shape, symbol.dtype, { kind: "input", name: nameOf(symbol) });
        replaced.set(symbol, tensor);
      }
      return tensor;
    };
    const trace = new Trace({ training: currentTrace()?.training ?? false, shapesOnly: true });
    return withTrace(trace, () => operation.replay(args.map((arg) => substitute(arg, standIn))));
  };
  const runs = unknown ? withStandIns(run, args) : [run(STAND_INS[0], STAND_INS[0])];
  const first = runs[0]!;
  const many = Array.isArray(first);
  const lists = runs.map((run) => (Array.isArray(run) ? run : [run]) as Tensor[]);
  const outputs: Tensor[] = [];
  const call: SymbolicCall = { operation, args, inputs, outputs, many };
  lists[0]!.forEach((tensor, index) => {
    const other = lists[lists.length - 1]![index]!;
    const shape = tensor.shape.map((d, axis) => (d === other.shape[axis] ? d : null));
    outputs.push(new Tensor(shape, tensor.dtype, { kind: "symbolic", call, index, name: `${operation.name}_output` }));
  });
  return many ? outputs : outputs[0]!;
}

/** The name a symbolic tensor was given. */
export function nameOf(tensor: Tensor): string {
  return tensor.source.kind === "symbolic" || tensor.source.kind === "input" ? tensor.source.name : "tensor";
}

let givenName: string | undefined;

/** Gives the next call of an op on symbolic tensors the name that a file has for it. */
export function withOperationName<T>(name: string, body: () => T): T {
  givenName = name;
  try {
    return body();
  } finally {
    givenName = undefined;
  }
}

/** Wraps a function of tensors so that symbolic arguments make a call instead: an operation of its own name. */
/* @__NO_SIDE_EFFECTS__ */
export function callable<F extends (...args: never[]) => Tensor | Tensor[]>(name: string, fn: F): F {
  const replay = (args: readonly unknown[]): Tensor | Tensor[] => fn(...(args as Parameters<F>));
  const wrapped = (...args: Parameters<F>): Tensor | Tensor[] => {
    if (symbolicsIn(args).length === 0) return fn(...args);
    const own = givenName ?? uniqueName(name);
    givenName = undefined;
    return symbolicCall({ name: own, op: name, replay }, args);
  };
  Object.defineProperty(wrapped, "name", { value: name });
  return wrapped as F;
}

/**
 * Runs the calls between symbolic inputs and outputs on given tensors, in an order and with arguments that a caller may know
 * better.
 */
export function replay(
  outputs: readonly Tensor[],
  given: ReadonlyMap<Tensor, Tensor>,
  calls: readonly SymbolicCall[] = callsBehind(outputs, given),
  adapt: (call: SymbolicCall, args: readonly unknown[]) => readonly unknown[] = (_call, args) => args,
): Tensor[] {
  const values = new Map<Tensor, Tensor>(given);
  for (const call of calls) {
    const args = call.args.map((arg) => substitute(arg, (symbol) => values.get(symbol)!));
    const result = call.operation.replay(adapt(call, args));
    const list = (Array.isArray(result) ? result : [result]) as Tensor[];
    call.outputs.forEach((output, index) => {
      values.set(output, list[index]!);
    });
  }
  return outputs.map((output) => values.get(output)!);
}

/** The calls that outputs need, each after those it needs. Stops at `given` tensors. */
export function callsBehind(outputs: readonly Tensor[], given: ReadonlyMap<Tensor, unknown>): SymbolicCall[] {
  const order: SymbolicCall[] = [];
  const state = new Map<SymbolicCall, boolean>();
  const stack: { tensor: Tensor; call: SymbolicCall | undefined }[] = [...outputs]
    .reverse()
    .map((tensor) => ({ tensor, call: undefined }));
  for (let top = stack.pop(); top; top = stack.pop()) {
    if (top.call) {
      if (!state.get(top.call)) {
        state.set(top.call, true);
        order.push(top.call);
      }
      continue;
    }
    const source = top.tensor.source;
    if (given.has(top.tensor) || source.kind !== "symbolic" || !source.call) continue;
    if (state.has(source.call)) continue;
    state.set(source.call, false);
    stack.push({ tensor: top.tensor, call: source.call });
    for (let i = source.call.inputs.length - 1; i >= 0; i--) {
      stack.push({ tensor: source.call.inputs[i]!, call: undefined });
    }
  }
  return order;
}
