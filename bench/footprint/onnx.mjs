// The small network of the cold start as an ONNX file: Gemm, Relu, Gemm, Softmax, of zeros.

/** A whole number of protocol buffers, seven bits a byte. */
function varint(n) {
  const bytes = [];
  for (; n > 127; n = Math.floor(n / 128)) bytes.push((n % 128) | 128);
  return [...bytes, n];
}

const number = (field, value) => [...varint(field << 3), ...varint(value)];
const bytes = (field, content) => [...varint((field << 3) | 2), ...varint(content.length), ...content];
const text = (field, value) => bytes(field, new TextEncoder().encode(value));

const FLOAT = 1;
const [IR_VERSION, OPSET] = [8, 13];

function node(op, inputs, output) {
  return bytes(1, [...inputs.flatMap((name) => text(1, name)), ...text(2, output), ...text(3, output), ...text(4, op)]);
}

/** A weight of zeros. */
function weight(name, dims) {
  const raw = new Uint8Array(4 * dims.reduce((a, b) => a * b, 1));
  return bytes(5, [
    ...dims.flatMap((size) => number(1, size)),
    ...number(2, FLOAT),
    ...text(8, name),
    ...bytes(9, raw),
  ]);
}

/** An input (field 11) or output (field 12) of one row. */
function row(field, name, columns) {
  const shape = [1, columns].flatMap((size) => bytes(1, number(1, size)));
  return bytes(field, [...text(1, name), ...bytes(2, bytes(1, [...number(1, FLOAT), ...bytes(2, shape)]))]);
}

/** The bytes of a network of two dense layers, from "x" to "y". */
export function denseNetwork(inputs, hidden, outputs) {
  const graph = [
    ...node("Gemm", ["x", "w1", "b1"], "h"),
    ...node("Relu", ["h"], "a"),
    ...node("Gemm", ["a", "w2", "b2"], "z"),
    ...node("Softmax", ["z"], "y"),
    ...text(2, "mlp"),
    ...weight("w1", [inputs, hidden]),
    ...weight("b1", [hidden]),
    ...weight("w2", [hidden, outputs]),
    ...weight("b2", [outputs]),
    ...row(11, "x", inputs),
    ...row(12, "y", outputs),
  ];
  return Uint8Array.from([...number(1, IR_VERSION), ...bytes(8, number(2, OPSET)), ...bytes(7, graph)]);
}
