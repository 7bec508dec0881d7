// What memory bounds: elementwise operations, softmax and reductions, over squares that fit a cache and that do not.

const SIDES = [256, 4096];

/** erf by its series: Abramowitz and Stegun 7.1.6. */
function erf(x) {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

const MAPS = {
  relu: (x) => Math.max(x, 0),
  exp: Math.exp,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  gelu: (x) => (x / 2) * (1 + erf(x / Math.SQRT2)),
};

/** Mean of `of` over `n` elements of x. */
function mean(x, n, from, step, of = (value) => value) {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += of(x[from + i * step]);
  return sum / n;
}

function spread(x, n, from, step) {
  const middle = mean(x, n, from, step);
  return mean(x, n, from, step, (value) => (value - middle) ** 2);
}

function over(side) {
  const square = { shape: [side, side], seed: 1 };
  const n = side * side;
  const floats = side < 1024 ? `${n / 1024}k floats` : `${n / 2 ** 20}M floats`;
  const op = (name, call, others) => ({
    group: "elementwise",
    name: `${name}, ${floats}`,
    call,
    inputs: [square],
    outputs: [[side, side]],
    bytes: 8 * n,
    ...others,
  });
  /** A fold over lines of `side` elements: `step` apart, the lines `next` apart. */
  const lines = (name, call, axis, expected) => {
    const [step, next] = axis === 0 ? [side, 1] : [1, side];
    return op(`${name} over axis ${axis}`, call, {
      axis,
      outputs: expected.map(() => [side]),
      bytes: 4 * n,
      readsOnly: true,
      expected:
        ([x]) =>
        (output, index) =>
          expected[output](x, side, index * next, step),
    });
  };
  return [
    op("add", "add", {
      inputs: [square, { shape: [side, side], seed: 2 }],
      bytes: 12 * n,
      expected:
        ([a, b]) =>
        (_, i) =>
          a[i] + b[i],
    }),
    op("multiply by a row", "multiply", {
      inputs: [square, { shape: [side], seed: 2 }],
      expected:
        ([a, b]) =>
        (_, i) =>
          a[i] * b[i % side],
    }),
    ...Object.entries(MAPS).map(([name, of]) =>
      op(name, name, {
        expected:
          ([x]) =>
          (_, i) =>
            of(x[i]),
      }),
    ),
    op("softmax of rows", "softmax", {
      expected:
        ([x]) =>
        (_, i) =>
          Math.exp(x[i]) / (side * mean(x, side, i - (i % side), 1, Math.exp)),
    }),
    lines("sum", "sum", 0, [(...line) => side * mean(...line)]),
    lines("sum", "sum", 1, [(...line) => side * mean(...line)]),
    op("sum of all", "sum", {
      axis: null,
      outputs: [[]],
      bytes: 4 * n,
      readsOnly: true,
      expected:
        ([x]) =>
        () =>
          n * mean(x, n, 0, 1),
    }),
    lines("mean and variance", "moments", 0, [mean, spread]),
    lines("mean and variance", "moments", 1, [mean, spread]),
  ];
}

export const elementwise = SIDES.flatMap(over);
