import { type MapFunction, map } from "./kinds/map";

/**
 * The nearest whole number, halves to even.
 *
 * @example K.eval(ops.round([0.5, 1.5, 2.4])) // [0. 2. 2.]
 */
export const round: MapFunction = map({
  name: "round",
  keras: "keras.src.ops.numpy.Round",
  on: "float",
  integers: (x) => x,
  reference: roundHalfEven,
  samples: [-1.5, -0.5, 0.5, 1.5, 2.4],
  kinks: [-1.5, -0.5, 0.5, 1.5],
});

function roundHalfEven(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  if (rest !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
}
