/** Weights of Keras 1 and 2, as Keras 3 lays them out. */

import { FormatError } from "../../core/errors";
import { lookUp } from "../../core/lookup";
import { derived, flipped, joined, transposed, valuesOf } from "../derived";
import type { StoredArray } from "../stored";
import type { Era } from "./context";

/** Who wrote the weights. */
export interface Origin {
  readonly era: Era;
  /** "theano" turned kernels around; undefined where the file does not say. */
  readonly backend: string | undefined;
  /** The config of the model, where the file has it. */
  readonly config?: unknown;
}

/** How many arrays Keras 1 kept where Keras 2 has one for all gates. */
const GATES: Readonly<Record<string, number>> = { LSTMCell: 4, GRUCell: 3, ConvLSTM2DCell: 4, ConvLSTMCell: 4 };

/** The number of arrays in the file for a layer that has `count` of them here. */
export function countIn(className: string, count: number, { era }: Origin, arrays: readonly StoredArray[]): number {
  if (className === "BatchNormalization" && count === 5 && arrays.some(isWeighted)) return 6;
  return era === 1 && Object.hasOwn(GATES, className) && count > 0 ? GATES[className]! * 3 : count;
}

/** The arrays of one layer as Keras 3 has them, for weights of these shapes. */
export function asKeras3(
  className: string,
  arrays: readonly StoredArray[],
  shapes: readonly (readonly number[])[],
  origin: Origin,
): readonly StoredArray[] {
  let own = arrays;
  if (className === "BatchNormalization") own = fromWeighted(own);
  if (origin.era === 1) own = fromKeras1(className, own, shapes);
  if (origin.backend === "theano") own = turnedKernels(className, own);
  return fromCuDnn(className, own, shapes);
}

/** Keras 1 kept the arrays of each gate apart: input, forget, cell, output; update, reset, state. */
function fromKeras1(
  className: string,
  arrays: readonly StoredArray[],
  shapes: readonly (readonly number[])[],
): readonly StoredArray[] {
  const gates = lookUp(GATES, className);
  if (gates && arrays.length === gates * 3) {
    // Gates in the file's order, each with its kernel, recurrent kernel and bias.
    const order = gates === 4 ? [0, 2, 1, 3] : [0, 1, 2];
    const parts = [0, 1, 2].map((part) => order.map((gate) => arrays[gate * 3 + part]!));
    return parts.map((list, part) => {
      const wanted = shapes[part]!.map((size, i, all) => (i === all.length - 1 ? size / gates : size));
      return joined(list.map((array) => kernel(array, wanted.length, wanted)));
    });
  }
  const [first, ...rest] = arrays;
  if (!first || !shapes[0]) return arrays;
  switch (className) {
    case "Conv1D":
      return [conv1d(first, shapes[0]), ...rest];
    case "Conv2D":
    case "Conv3D":
      return [kernel(first, shapes[0].length, shapes[0]), ...rest];
    case "Conv2DTranspose":
      return [transposeKernel(first, shapes[0]), ...rest];
    case "SeparableConv2D":
      return arrays.map((array, i) => kernel(array, 4, shapes[i]));
    default:
      return arrays;
  }
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, i) => size === b[i]);

/** A kernel that lay as [out, in, ...window], when it does not fit as it is. */
function kernel(array: StoredArray, rank: number, wanted?: readonly number[]): StoredArray {
  const { shape } = array;
  if (shape.length < 4 || shape.length !== rank || (wanted && same(shape, wanted))) return array;
  const turned = [...shape.keys()].slice(2).concat([1, 0]);
  const there = turned.map((axis) => shape[axis]!);
  return !wanted || same(there, wanted) ? transposed(array, turned) : array;
}

/** [length, 1, in, out], or before Keras 1.1 [out, in, length, 1]. */
function conv1d(array: StoredArray, wanted: readonly number[]): StoredArray {
  const { shape } = array;
  if (shape.length !== 4) return array;
  const [length, , out] = wanted;
  const old = !(shape[0] === length && shape[1] === 1 && shape[3] === out);
  const straight = old ? transposed(array, [2, 3, 1, 0]) : array;
  return derived(array.name, wanted, () => valuesOf(straight));
}

/** [rows, columns, in, out], or [in, out, rows, columns] where channels come first; here [rows, columns, out, in]. */
function transposeKernel(array: StoredArray, wanted: readonly number[]): StoredArray {
  for (const axes of [
    [0, 1, 3, 2],
    [2, 3, 0, 1],
    [2, 3, 1, 0],
  ]) {
    if (
      array.shape.length === 4 &&
      same(
        axes.map((axis) => array.shape[axis]!),
        wanted,
      )
    )
      return transposed(array, axes);
  }
  return array;
}

const CONVOLUTIONS = new Set(["Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose", "ConvLSTM2DCell", "ConvLSTMCell"]);

/** Theano convolves where the others correlate: its kernels are turned around. */
function turnedKernels(className: string, arrays: readonly StoredArray[]): readonly StoredArray[] {
  if (!CONVOLUTIONS.has(className)) return arrays;
  const many = className.startsWith("ConvLSTM") ? 2 : 1;
  return arrays.map((array, i) => (i < many ? flipped(array, array.shape.length - 2) : array));
}

/** Before TensorFlow 1.15 the averages of renorm had weights of their own. */
const isWeighted = ({ name }: StoredArray): boolean => /\brenorm_mean_weight(:\d+)?$/.test(name);

/** [moving_mean, moving_variance, mean, its weight, stddev, its weight] to what is kept since. */
function fromWeighted(arrays: readonly StoredArray[]): readonly StoredArray[] {
  const [mean, variance, renormMean, meanWeight, renormStddev, stddevWeight] = arrays;
  if (arrays.length !== 6 || !meanWeight || !isWeighted(meanWeight)) return arrays;
  const over = (array: StoredArray, weight: StoredArray): StoredArray =>
    derived(array.name, array.shape, async () => {
      const [total = 1] = await valuesOf(weight);
      return (await valuesOf(array)).map((value) => value / (total || 1));
    });
  const stddev = derived(variance!.name, variance!.shape, async () => (await valuesOf(variance!)).map(Math.sqrt));
  return [mean!, variance!, stddev, over(renormMean!, meanWeight), over(renormStddev!, stddevWeight!)];
}

/** Layers that ran on cuDNN had two biases, and their kernels the other way round. */
function fromCuDnn(
  className: string,
  arrays: readonly StoredArray[],
  shapes: readonly (readonly number[])[],
): readonly StoredArray[] {
  const gates = className === "LSTMCell" ? 4 : className === "GRUCell" ? 3 : 0;
  const [input, recurrent, bias] = arrays;
  if (gates === 0 || !input || !recurrent || !bias || bias.shape.length !== 1) return arrays;
  const units = recurrent.shape[0]!;
  if (bias.shape[0] !== 2 * gates * units || recurrent.shape[1] !== gates * units) return arrays;
  const laid = (array: StoredArray, transpose: boolean): StoredArray =>
    derived(array.name, array.shape, async () => {
      const values = await valuesOf(array);
      const [rows, all] = array.shape as [number, number];
      const out = new Float32Array(values.length);
      for (let gate = 0; gate < gates; gate++) {
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < units; j++) {
            // The values of a gate, row by row, are those of [units, rows].
            const flat = j * rows + i;
            const [row, column] = transpose ? [j, i] : [Math.floor(flat / units), flat % units];
            out[i * all + gate * units + j] = values[row * all + gate * units + column]!;
          }
        }
      }
      return out;
    });
  const biases = derived(bias.name, shapes[2] ?? bias.shape, async () => {
    const values = await valuesOf(bias);
    if (gates === 3) return values;
    const half = values.length / 2;
    return values.subarray(0, half).map((value, i) => value + values[half + i]!);
  });
  return [laid(input, false), laid(recurrent, true), biases];
}

/** The error of a file that has other layers than the model. */
export function otherLayers(where: string, file: readonly string[], model: readonly string[]): FormatError {
  return new FormatError(where, "the file has other layers with weights than the model", {
    expected: `${model.length}: ${model.join(", ")}`,
    received: `${file.length}: ${file.join(", ")}`,
    fix: "Check that the file belongs to this model",
  });
}
