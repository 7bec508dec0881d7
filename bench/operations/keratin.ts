/** keratin's side of the operations: one program each. Its result stays in the engine's memory. */
import { compileGraph } from "../../ts/backend/compile";
import { engine, type InitOptions, init } from "../../ts/backend/engine";
import { Tensor } from "../../ts/core/tensor";
import { differentiate } from "../../ts/graph/differentiate";
import * as ops from "../../ts/ops/gen/public";
import { matmulAt } from "../../ts/ops/matmul";

/** What the makers of a graph read of an operation. */
interface Operation {
  readonly call: string;
  readonly inputs: readonly { readonly shape: number[] }[];
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly axis?: number | null;
  readonly layer?: { readonly strides: number; readonly padding: "same" | "valid"; readonly depthwise: boolean };
}

type Make = (op: Operation, ...inputs: Tensor[]) => Tensor[];

const matrix = (x: Tensor): Tensor => ops.reshape(x, [1, ...x.dims]);

function convolve(op: Operation, x: Tensor, kernel: Tensor): Tensor {
  const { depthwise, strides, padding } = op.layer!;
  return (depthwise ? ops.depthwiseConv : ops.conv)(x, kernel, { strides, padding });
}

const gradient =
  (of: 0 | 1): Make =>
  (op, x, kernel, g) => [differentiate(convolve(op, x!, kernel!), [x!, kernel!], g!)[of]!];

const CALLS: Readonly<Record<string, Make>> = {
  matmul: ({ transposeA, transposeB }, a, b) => [matmulAt(matrix(a!), matrix(b!), transposeA, transposeB)],
  add: (_, a, b) => [ops.add(a!, b!)],
  multiply: (_, a, b) => [ops.multiply(a!, b!)],
  relu: (_, x) => [ops.relu(x!)],
  exp: (_, x) => [ops.exp(x!)],
  sigmoid: (_, x) => [ops.sigmoid(x!)],
  tanh: (_, x) => [ops.tanh(x!)],
  gelu: (_, x) => [ops.gelu(x!, { approximate: false })],
  softmax: (_, x) => [ops.softmax(x!)],
  sum: ({ axis }, x) => [ops.sum(x!, { axis: axis ?? null })],
  moments: ({ axis }, x) => ops.moments(x!, axis!),
  conv: (op, x, kernel) => [convolve(op, x!, kernel!)],
  convInput: gradient(0),
  convKernel: gradient(1),
};

export const name = "keratin";

export async function start(options: InitOptions): Promise<void> {
  await init(options);
}

/** An operation, compiled, over values in the engine's memory. */
export function open(
  op: Operation,
  values: readonly Float32Array[],
): { run: () => void; read: () => Float32Array[]; close: () => void } {
  const leaves = op.inputs.map(({ shape }, i) => new Tensor(shape, "float32", { kind: "input", name: `x${i}` }));
  const outputs = CALLS[op.call]!(op, ...leaves);
  const { program } = compileGraph({ outputs, updates: [], assigns: new Map() }, leaves);
  const device = engine();
  const feeds = leaves.map((leaf, i) => {
    const buffer = device.allocate(leaf.size * 4);
    buffer.write(values[i]!);
    return buffer;
  });
  const run = (): void => void program.start(feeds, 1).resume(Number.POSITIVE_INFINITY);
  return {
    run,
    read() {
      run();
      return outputs.map((_, i) => program.output(i) as Float32Array);
    },
    close() {
      for (const feed of feeds) feed.dispose();
      program.dispose();
    },
  };
}
