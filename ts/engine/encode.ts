/** Encodes instructions as the words of a program: assembly/layout.ts has the format. */
import * as opcode from "../../assembly/gen/opcode";
import {
  ALIGN,
  FORMAT_VERSION,
  HEADER_CODE_WORDS,
  HEADER_CONSTANT_BYTES,
  HEADER_INSTRUCTIONS,
  HEADER_MAGIC,
  HEADER_OPCODES,
  HEADER_REGIONS,
  HEADER_SCRATCH_BYTES,
  HEADER_VERSION,
  HEADER_WORDS,
  MAGIC,
  STATE_WORDS,
} from "../../assembly/layout";
import type { InstructionReport } from "../core/device";
import { KeratinError } from "../core/errors";
import type { Tensor } from "../core/tensor";
import { asOpNode, unview } from "../graph/walk";
import type { GroupLayout } from "./group";
import { align } from "./heap";
import type { Instruction } from "./lower";
import type { Sharing } from "./share";

/** Where a tensor lies: region and byte offset. */
export interface Place {
  region: number;
  offset: number;
}

/** What an instruction is for: what error messages and the profiler need. */
export interface Mark extends InstructionReport {
  /** Word offset of the instruction, and how many there are. */
  readonly word: number;
  readonly words: number;
  /** Of an op that checks indices: how many are legal, or the rule in words. */
  readonly legal: number | string | undefined;
}

/** A program before it is in memory. */
export interface Encoded {
  readonly bytes: Uint8Array;
  /** Byte offset of the constants in `bytes`. */
  readonly constantsAt: number;
  readonly marks: readonly Mark[];
  readonly scratchBytes: number;
}

const bytesOf = (tensors: readonly Tensor[]): number => tensors.reduce((sum, x) => sum + x.size * 4, 0);

/** Of every thread: a fault is reported there. */
const LEAST_SCRATCH = 64;

/** The numbers of kernels by their names. */
export const OPCODES: ReadonlyMap<string, number> = new Map(
  Object.entries(opcode).map(([name, number]) => [name.toLowerCase(), number]),
);

/** The number of a kernel. */
export function opcodeOf(kernel: string): number {
  const number = OPCODES.get(kernel);
  if (number === undefined) throw new KeratinError(kernel, "internal: there is no such kernel");
  return number;
}

/** Encodes a program. `bound` gives the bytes of each bound region. */
export function encode(
  instructions: readonly Instruction[],
  placeOf: (tensor: Tensor) => Place,
  arenaBytes: number,
  constants: Uint8Array,
  bound: readonly number[],
  sharing: Sharing,
): Encoded {
  const floats = new Float32Array(1);
  const floatBits = new Int32Array(floats.buffer);
  const code: number[] = [];
  const marks: Mark[] = [];
  let scratchBytes = LEAST_SCRATCH;
  const word = (value: number | { readonly f: number }): void => {
    if (typeof value === "number") code.push(value);
    else {
      floats[0] = value.f;
      code.push(floatBits[0]!);
    }
  };
  const operand = (tensor: Tensor | undefined): void => {
    if (!tensor) {
      code.push(-1, 0);
      return;
    }
    const place = placeOf(unview(tensor));
    code.push(place.region, place.offset);
  };
  instructions.forEach(({ node, lowering, operands, group, reads, writes }, at) => {
    const start = code.length;
    const own = asOpNode(node)!;
    const work = Math.min(2 ** 31 - 1, Math.ceil(lowering.work));
    code.push(opcodeOf(lowering.kernel), 0, lowering.units, work, sharing.flags[at]!);
    if (group) encodeGroup(code, group, operand);
    else {
      for (const tensor of operands) operand(tensor);
      for (const value of lowering.words) word(value);
    }
    const words = code.length - start;
    code[start + 1] = words;
    const parts = group
      ? group.expressions.map(({ kernel }, i) => ({ op: kernel, ...group.places[i]! }))
      : [{ op: own.op.name, ...node.place }];
    const legal = own.op.checks?.(own);
    marks.push({
      word: start,
      words,
      legal,
      kernel: lowering.kernel,
      parts,
      macs: lowering.macs ?? 0,
      bytes: bytesOf(reads) + bytesOf(writes),
    });
    scratchBytes = Math.max(scratchBytes, lowering.scratchBytes ?? 0);
  });
  const regions = [constants.byteLength, arenaBytes, STATE_WORDS * 4, ...bound];
  const constantsAt = align((HEADER_WORDS + regions.length + code.length) * 4);
  const bytes = new Uint8Array(constantsAt + align(constants.byteLength));
  const words = new Int32Array(bytes.buffer, 0, HEADER_WORDS + regions.length + code.length);
  words[HEADER_MAGIC] = MAGIC;
  words[HEADER_VERSION] = FORMAT_VERSION;
  words[HEADER_OPCODES] = opcode.OPCODES_HASH;
  words[HEADER_REGIONS] = regions.length;
  words[HEADER_CODE_WORDS] = code.length;
  words[HEADER_INSTRUCTIONS] = instructions.length;
  words[HEADER_CONSTANT_BYTES] = constants.byteLength;
  words[HEADER_SCRATCH_BYTES] = scratchBytes;
  words.set(regions, HEADER_WORDS);
  words.set(code, HEADER_WORDS + regions.length);
  bytes.set(constants, constantsAt);
  return { bytes, constantsAt, marks, scratchBytes };
}

/** The body of a group; see assembly/kinds/group.ts. */
function encodeGroup(code: number[], group: GroupLayout, operand: (tensor: Tensor) => void): void {
  const start = code.length;
  const { elements, values, inputs, expressions, columns, folds } = group;
  code.push(elements, values.length, inputs.length, expressions.length, columns, folds.length);
  for (const value of values) {
    if (value.tensor) operand(value.tensor);
    else code.push(-1, value.slot);
  }
  // The axes of strided inputs stand behind expressions and folds.
  let axesAt = code.length - start + inputs.length * 6 + expressions.length * 5 + folds.length * 3;
  for (const input of inputs) {
    code.push(input.value, input.mode, input.inner, axesAt);
    operand(input.tensor);
    axesAt += input.axes.length;
  }
  for (const { kernel, operands, result } of expressions) {
    code.push(opcodeOf(kernel), operands[0] ?? 0, operands[1] ?? 0, operands[2] ?? 0, result);
  }
  for (const { value, chunks } of folds) {
    code.push(value);
    operand(chunks);
  }
  for (const input of inputs) code.push(...input.axes);
}

/** Gathers constants into one block, each aligned. */
export class ConstantPool {
  readonly #parts: { bytes: Uint8Array; offset: number }[] = [];
  readonly #known = new Map<string, number>();
  #bytes = 0;

  /** Byte offset of 4-byte values in the pool; equal scalars are kept once. */
  add(values: Int32Array): number {
    const key = values.length === 1 ? String(values[0]) : undefined;
    const known = key === undefined ? undefined : this.#known.get(key);
    if (known !== undefined) return known;
    const offset = this.#bytes;
    this.#parts.push({ bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset });
    this.#bytes = offset + Math.max(ALIGN, align(values.byteLength));
    if (key !== undefined) this.#known.set(key, offset);
    return offset;
  }

  /** The pool's content. */
  finish(): Uint8Array {
    const bytes = new Uint8Array(this.#bytes);
    for (const part of this.#parts) bytes.set(part.bytes, part.offset);
    return bytes;
  }
}
