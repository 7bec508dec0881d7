/** Messages of ONNX (onnx.proto), as much as a network of float32 needs. */
import { bytes, bytesOf, concat, float, integer } from "./protobuf";

const IR_VERSION = 7;
export const OPSET = 13;

/** How ONNX numbers types of attributes and of elements. */
const ATTRIBUTE = { float: 1, integer: 2, integers: 7 };
const ELEMENT = { float: 1, int64: 7 };

/** A list is one of integers; a number is an integer unless it is put as `{ float }`. */
export type Attribute = number | readonly number[] | { readonly float: number };

/** A graph that grows node by node. */
export class OnnxGraph {
  readonly #nodes: Uint8Array[] = [];
  readonly #constants: Uint8Array[] = [];
  #count = 0;

  /** Adds a node; gives the name of its output. */
  node(type: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    const output = `${type}_${this.#count++}`;
    this.#nodes.push(
      bytes(1, [
        ...inputs.map((input) => bytes(1, input)),
        bytes(2, output),
        bytes(3, output),
        bytes(4, type),
        ...Object.entries(attributes).map(([name, value]) => bytes(5, [bytes(1, name), ...attribute(value)])),
      ]),
    );
    return output;
  }

  /** Adds an array of constants; gives its name. */
  constant(values: Float32Array | BigInt64Array, shape: readonly number[]): string {
    const name = `constant_${this.#constants.length}`;
    this.#constants.push(
      bytes(5, [
        ...shape.map((d) => integer(1, d)),
        integer(2, values instanceof Float32Array ? ELEMENT.float : ELEMENT.int64),
        bytes(8, name),
        bytes(9, bytesOf(values)),
      ]),
    );
    return name;
  }

  /** The file. */
  model(input: string, inputShape: readonly number[], output: string, outputShape: readonly number[]): Uint8Array {
    const graph = bytes(7, [
      ...this.#nodes,
      bytes(2, "graph"),
      ...this.#constants,
      bytes(11, described(input, inputShape)),
      bytes(12, described(output, outputShape)),
    ]);
    return concat([
      integer(1, IR_VERSION),
      bytes(2, "keratin-bench"),
      graph,
      bytes(8, [bytes(1, ""), integer(2, OPSET)]),
    ]);
  }
}

function attribute(value: Attribute): Uint8Array[] {
  if (typeof value === "number") return [integer(3, value), integer(20, ATTRIBUTE.integer)];
  if ("float" in value) return [float(2, value.float), integer(20, ATTRIBUTE.float)];
  return [...value.map((item) => integer(8, item)), integer(20, ATTRIBUTE.integers)];
}

function described(name: string, shape: readonly number[]): Uint8Array[] {
  const dims = shape.map((d) => bytes(1, [integer(1, d)]));
  return [bytes(1, name), bytes(2, [bytes(1, [integer(1, ELEMENT.float), bytes(2, dims)])])];
}
