// Products of matrices: squares, the shapes of real layers, and all transposes.

const SQUARES = [64, 128, 240, 256, 384, 480, 512, 768, 960, 1024];
/** Rows, terms, columns. */
const REAL = [
  ["dense", 32, 784, 128],
  ["head", 32, 128, 10],
  ["lstm", 896, 28, 256],
  ["transformer in", 512, 128, 256],
  ["transformer out", 512, 256, 128],
  ["pointwise", 3136, 24, 144],
  ["pointwise", 196, 384, 96],
  ["pointwise", 49, 320, 1280],
];
const TRANSPOSED = [
  [256, 256, 256],
  [512, 128, 256],
];

/** c[m, n] = a[m, k] b[k, n]; a transposed operand lies as [k, m] or [n, k]. */
function product(title, [m, k, n], transposeA = false, transposeB = false) {
  const kind = `${transposeA ? "T" : "N"}${transposeB ? "T" : "N"}`;
  const [row, term] = transposeA ? [1, m] : [k, 1];
  const [from, column] = transposeB ? [1, k] : [n, 1];
  return {
    group: "gemm",
    name: `gemm ${title}${m}x${k}x${n} ${kind}`,
    call: "matmul",
    transposeA,
    transposeB,
    inputs: [
      { shape: transposeA ? [k, m] : [m, k], seed: 1 },
      { shape: transposeB ? [n, k] : [k, n], seed: 2 },
    ],
    outputs: [[m, n]],
    flops: 2 * m * k * n,
    bytes: 4 * (m * k + k * n + m * n),
    expected: ([a, b]) => {
      return (_, index) => {
        const i = Math.floor(index / n);
        const j = index % n;
        let sum = 0;
        for (let t = 0; t < k; t++) sum += a[i * row + t * term] * b[t * from + j * column];
        return sum;
      };
    },
  };
}

export const gemm = [
  ...SQUARES.map((n) => product("", [n, n, n])),
  ...REAL.map(([title, ...sizes]) => product(`${title} `, sizes)),
  ...TRANSPOSED.flatMap((sizes) => [
    ...(sizes[0] === sizes[1] ? [] : [product("", sizes)]),
    product("", sizes, false, true),
    product("", sizes, true, false),
    product("", sizes, true, true),
  ]),
];
