/** The kind "scan": recurrent layers over all steps of a sequence; the products with the inputs are made before. */
import { SCAN_ROWS } from "../../../assembly/layout";
import { StateError } from "../../core/errors";
import type { Attributes, Lowering, Op, OpNode, OpTable } from "../../core/op";
import { makeNode, type Tensor } from "../../core/tensor";
import { matmulAt, matmulPackOp } from "../matmul";

/** Direction and optional inputs of a scan. */
export interface ScanOptions {
  /** The first states [batch, units]; zeros when absent. */
  states?: readonly Tensor[] | undefined;
  /** Which steps count: bool [batch, steps]. At the others the states stay as they are. */
  mask?: Tensor | undefined;
  /** From the last step to the first. Results stand at the step they belong to. */
  reverse?: boolean;
}

/** What tells one recurrent layer from another. Sizes are in units. */
export interface ScanSpec {
  name: string;
  /** Columns of the input, of the result, and of the gradient that the kernel gives. */
  columns: number;
  slots: number;
  gradientSlots: number;
  /** States that come first among the slots of the result. */
  states: number;
  /** Whether there is a bias of the recurrent product. */
  biased: boolean;
  /** Which first state the gradient's kernel reads. */
  reads: number | undefined;
  /** Multiplications, roughly, of one step of one row beside its product. */
  work: number;
  /** From the gradient of all steps: those of the input and of the recurrent product. */
  parts(d: Tensor, units: number, k: OpTable): { input: Tensor; product: Tensor };
}

/** The inputs of a node by name. */
function inputsOf({ inputs, attributes }: OpNode, spec: ScanSpec) {
  const rest = inputs.slice(2);
  const bias = attributes.bias ? rest.shift() : undefined;
  const states = attributes.state ? rest.splice(0, spec.states) : [];
  return { z: inputs[0]!, kernel: inputs[1]!, bias, states, mask: rest[0] };
}

const bytes = (columns: number): number => Math.ceil(columns / 8) * 32 * SCAN_ROWS;

/** The records of a scan and of its gradient. The kernel is [1, units, columns of the product]. */
export function scanOp(spec: ScanSpec): Op {
  const gradient = gradientOp(spec);
  return {
    name: spec.name,
    kind: "scan",
    infer: ([z, kernel]) => {
      const [batch, steps] = z!.dims as [number, number];
      return { shape: [batch, steps, spec.slots * kernel!.dims[1]!], dtype: "float32" };
    },
    prepare: ({ inputs }) => [
      inputs[0]!,
      makeNode(matmulPackOp, [inputs[1]!], { transpose: false }),
      ...inputs.slice(2),
    ],
    lower: (node) => {
      const { z, kernel, bias, states, mask } = inputsOf(node, spec);
      const [batch, steps] = z.dims as [number, number];
      const units = z.dims[2]! / spec.columns;
      const first = Array.from({ length: spec.states }, (_, i) => states[i]);
      return {
        ...lowering(spec.name, batch, steps, units, kernel.dims[1]! * 8, spec.work),
        operands: [z, kernel, ...(spec.biased ? [bias] : []), ...first, mask, node.output],
        words: [batch, steps, units, node.attributes.reverse ? 1 : 0],
        // The products of the rows, and the gates of one.
        scratchBytes: bytes(kernel.dims[1]! * 8) + kernel.dims[1]! * 32 + 16,
      };
    },
    gradient: (node, g, k) => {
      const { kernel, bias, states, mask } = inputsOf(node, spec);
      const y = node.output;
      const [batch, steps] = y.dims as [number, number];
      const units = kernel.dims[1]!;
      const { reverse, state } = node.attributes;
      const read = spec.reads === undefined ? undefined : states[spec.reads];
      const attributes = { reverse: reverse!, state: state!, read: !!read, mask: !!mask };
      const given = [read, mask].flatMap((x) => x ?? []);
      const all = makeNode(gradient, [y, g, kernel, ...given], attributes);
      const size = steps * spec.gradientSlots * units;
      const d = state
        ? k.reshape(k.slice(all, [0, 0], [batch, size]), [batch, steps, spec.gradientSlots * units])
        : all;
      const { input, product } = spec.parts(d, units, k);
      const before = k.reshape(statesBefore(y, states[0], units, reverse === true, k), [1, batch * steps, units]);
      const tall = k.reshape(product, [1, batch * steps, product.dims[2]!]);
      return [
        input,
        matmulAt(before, tall, true),
        ...(bias ? [k.sum(product, { axis: [0, 1] })] : []),
        ...states.map((_, i) => k.slice(all, [0, size + i * units], [batch, units])),
        undefined,
      ];
    },
  };
}

/** The state h that each step began with: [batch, steps, units]. */
function statesBefore(y: Tensor, first: Tensor | undefined, units: number, reverse: boolean, k: OpTable): Tensor {
  const [batch, steps] = y.dims as [number, number];
  const start = first ? k.reshape(first, [batch, 1, units]) : k.zeros([batch, 1, units]);
  if (steps === 1) return start;
  const rest = k.slice(y, [0, reverse ? 1 : 0, 0], [batch, steps - 1, units]);
  return k.concatenate(reverse ? [rest, start] : [start, rest], { axis: 1 });
}

function gradientOp(spec: ScanSpec): Op {
  const name = `${spec.name}_grad`;
  const state = (attributes: Attributes): boolean => attributes.state === true;
  return {
    name,
    kind: "scan",
    infer: ([y, , kernel], attributes) => {
      const [batch, steps] = y!.dims as [number, number];
      const units = kernel!.dims[1]!;
      const size = spec.gradientSlots * units;
      const shape = state(attributes) ? [batch, steps * size + spec.states * units] : [batch, steps, size];
      return { shape, dtype: "float32" };
    },
    prepare: ({ inputs }) => [
      ...inputs.slice(0, 2),
      makeNode(matmulPackOp, [inputs[2]!], { transpose: true }),
      ...inputs.slice(3),
    ],
    lower: (node) => {
      const [y, g, kernel, ...rest] = node.inputs;
      const read = node.attributes.read ? rest.shift() : undefined;
      const [batch, steps, size] = y!.dims as [number, number, number];
      const units = size / spec.slots;
      return {
        ...lowering(name, batch, steps, units, kernel!.dims[2]!, spec.work),
        operands: [y, g, kernel, ...(spec.reads === undefined ? [] : [read]), rest[0], node.output],
        words: [batch, steps, units, node.attributes.reverse ? 1 : 0, state(node.attributes) ? 1 : 0],
        scratchBytes: 3 * bytes(units),
      };
    },
    gradient: () => {
      throw new StateError(spec.name, "its kernel has no gradients of gradients", {
        fix: 'Use a layer with another activation than "tanh" and "sigmoid", for instance (x) => ops.tanh(x): it is made of ops',
      });
    },
  };
}

function lowering(
  kernel: string,
  batch: number,
  steps: number,
  units: number,
  terms: number,
  work: number,
): Pick<Lowering, "kernel" | "units" | "work" | "macs"> {
  const macs = batch * steps * units * terms;
  const one = steps * SCAN_ROWS * units * (terms / 4 + work);
  return { kernel, macs, units: Math.ceil(batch / SCAN_ROWS), work: Math.max(1, Math.round(one)) };
}

/** A node of a scan over z [batch, steps, columns]. */
export function scan(op: Op, z: Tensor, kernel: Tensor, bias: Tensor | undefined, options: ScanOptions): Tensor {
  const { states, mask, reverse = false } = options;
  const optional = [bias, ...(states ?? []), mask].flatMap((x) => x ?? []);
  return makeNode(op, [z, kernel, ...optional], { bias: !!bias, state: !!states, mask: !!mask, reverse });
}
