/** Data for a model nobody gave data for: of the right shapes, the same every time. */
import { type Model, type Tensor, tensor } from "keratin";

/** A size that the model leaves open, unless it is given. */
const OPEN = 64;

/** A batch for a model. */
export interface MadeUp {
  readonly x: Tensor | Tensor[];
  readonly y: Tensor | Tensor[];
  /** What was taken for sizes that the model leaves open. */
  readonly notes: readonly string[];
}

/** Numbers from 0 to 1: whole ones are legal indices of any table with two rows. */
export function madeUp(model: Model, rows: number, open: number | undefined): MadeUp {
  const notes: string[] = [];
  const shapeOf = (shape: readonly (number | null)[], name: string): number[] => {
    const free = shape.slice(1).filter((size) => size === null).length;
    if (free)
      notes.push(
        `${name} leaves ${free} ${free > 1 ? "sizes" : "size"} open: ${open ?? OPEN} each (--size N says another)`,
      );
    return [rows, ...shape.slice(1).map((size) => size ?? open ?? OPEN)];
  };
  const inputs = model.inputs.map((x, i) => fill(shapeOf(x.shape, model.inputNames[i]!), x.dtype));
  const targets = model.outputs.map((output, i) => {
    const shape = shapeOf(output.shape, model.outputNames[i]!);
    const sparse = model.compiled?.isSparse(i) ?? false;
    return sparse ? fill(shape.slice(0, -1), "int32") : fill(shape, "float32");
  });
  const one = (list: Tensor[]): Tensor | Tensor[] => (list.length === 1 ? list[0]! : list);
  return { x: one(inputs), y: one(targets), notes };
}

function fill(shape: readonly number[], dtype: string): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  if (dtype === "string") return tensor(nested(shape, "some words of text") as never);
  const wave = (i: number): number => (Math.sin(i * 12.9898) + 1) / 2;
  if (dtype === "float32")
    return tensor(
      Float32Array.from({ length: count }, (_, i) => wave(i)),
      shape,
    );
  return tensor(
    Int32Array.from({ length: count }, (_, i) => Math.round(wave(i))),
    shape,
  );
}

function nested(shape: readonly number[], value: string): unknown {
  const [size, ...rest] = shape;
  return size === undefined ? value : Array.from({ length: size }, () => nested(rest, value));
}
