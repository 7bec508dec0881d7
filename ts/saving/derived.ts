/** Arrays that are made of those of a file. */
import { FormatError } from "../core/errors";
import { sameShape } from "../core/shapes";
import { convertInto } from "./hdf5/convert";
import { countOf, type StoredArray } from "./stored";

function room({ name, shape }: StoredArray, count: number): Float32Array {
  try {
    return new Float32Array(count);
  } catch {
    throw new FormatError(name, "there is no memory for an array of this shape", { received: { shape } });
  }
}

/** All values of an array. */
export async function valuesOf(array: StoredArray): Promise<Float32Array> {
  let values: Float32Array | undefined;
  const count = countOf(array.shape);
  // The reader compares the shape with what is stored before it gives the first values.
  await array.pour(Float32Array, (part, start) => {
    values ??= room(array, count);
    values.set(part, start);
  });
  return values ?? new Float32Array(0);
}

/** An array whose values are made when they are asked for. */
export function derived(name: string, shape: readonly number[], make: () => Promise<Float32Array>): StoredArray {
  return {
    name,
    shape,
    dtype: "float32",
    async pour(Target, take) {
      const values = await make();
      const target = new Target(values.length);
      convertInto(values, "float32", target, name);
      take(target, 0);
    },
  };
}

/** A count that a file may have as a float. */
export function counted(array: StoredArray): StoredArray {
  if (!array.dtype.startsWith("float")) return array;
  return {
    name: array.name,
    shape: array.shape,
    dtype: "int32",
    async pour(Target, take) {
      const whole = Int32Array.from(await valuesOf(array), Math.round);
      const target = new Target(whole.length);
      convertInto(whole, "int32", target, array.name);
      take(target, 0);
    },
  };
}

/** The same values under another shape. */
export function reshaped(array: StoredArray, shape: readonly number[]): StoredArray {
  return { name: array.name, shape, dtype: array.dtype, pour: (Target, take) => array.pour(Target, take) };
}

/** The axes in another order, as NumPy's transpose. */
export function transposed(array: StoredArray, axes: readonly number[]): StoredArray {
  const { shape } = array;
  const to = axes.map((axis) => shape[axis]!);
  return derived(array.name, to, async () => {
    const from = await valuesOf(array);
    const steps = shape.map((_, i) => countOf(shape.slice(i + 1)));
    const values = new Float32Array(from.length);
    const at = to.map(() => 0);
    for (let i = 0; i < values.length; i++) {
      values[i] = from[axes.reduce((sum, axis, k) => sum + at[k]! * steps[axis]!, 0)]!;
      for (let k = to.length - 1; k >= 0 && ++at[k]! === to[k]; k--) at[k] = 0;
    }
    return values;
  });
}

/** The first `axes` axes turned around. */
export function flipped(array: StoredArray, axes: number): StoredArray {
  const { shape } = array;
  return derived(array.name, shape, async () => {
    const from = await valuesOf(array);
    const window = countOf(shape.slice(0, axes));
    const each = countOf(shape.slice(axes));
    const values = new Float32Array(from.length);
    // Turning all of some first axes around is turning their places around.
    for (let i = 0; i < window; i++) values.set(from.subarray(i * each, (i + 1) * each), (window - 1 - i) * each);
    return values;
  });
}

/** Arrays of one shape side by side along the last axis. @throws FormatError when one has another shape. */
export function joined(arrays: readonly StoredArray[]): StoredArray {
  const [first] = arrays;
  const shape = first!.shape;
  const width = shape.at(-1)!;
  const other = arrays.find((array) => !sameShape(array.shape, shape));
  if (other) {
    throw new FormatError(other.name, "has another shape than the weights that it stands beside", {
      expected: `[${shape}]`,
      received: { shape: other.shape },
    });
  }
  return derived(first!.name, [...shape.slice(0, -1), width * arrays.length], async () => {
    const parts = await Promise.all(arrays.map(valuesOf));
    const rows = countOf(shape) / width;
    const values = new Float32Array(rows * width * parts.length);
    for (let row = 0; row < rows; row++) {
      parts.forEach((part, i) => {
        values.set(part.subarray(row * width, (row + 1) * width), (row * parts.length + i) * width);
      });
    }
    return values;
  });
}
