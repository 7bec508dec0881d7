/** What every layer must do: one universal test over a case that real Keras made. */
import { expect } from "vitest";
import * as K from "../../ts/backend/K";
import { sizeOf } from "../../ts/core/shapes";
import type { NestedArray, Tensor } from "../../ts/core/tensor";
import type { Variable } from "../../ts/core/variable";
import { Layer } from "../../ts/layers/core/layer";
import { CLASSES } from "../../ts/layers/gen/classes";
import { type Config, Family } from "../../ts/nn/core/serialize";
import * as ops from "../../ts/ops/gen/public";
import { type GoldenArray, type GoldenCase, type GoldenMode, tensorOf, valuesOf, worst } from "./golden";

/** The family of layers. */
export const family: Family<Layer> = new Family("layers", "keras.layers", Layer, () => CLASSES);

const OUTPUT = 1e-5;
const GRADIENT = 1e-4;

/** A layer from Keras's config. */
export function layerFrom(className: string, config: Config): Layer {
  return family.deserialize({ class_name: className, config });
}

/** Runs all checks on a case. */
export function runLayerTest(golden: GoldenCase): void {
  const layer = layerFrom(golden.class_name, golden.config);
  expect(withoutSharing(layer.getConfig())).toBe(withoutSharing(golden.config));
  const again = layerFrom(golden.class_name, layer.getConfig());
  expect(again.getConfig()).toEqual(layer.getConfig());

  const symbols = golden.inputs.map((x) => K.placeholder({ shape: [null, ...x.shape.slice(1)], dtype: x.dtype }));
  const symbolic = layer.apply(symbols.length > 1 ? symbols : symbols[0]!);
  expect(symbolic.shape).toEqual([null, ...golden.inference.output.shape.slice(1)]);

  checkWeights(layer, golden);
  const mode = new Mode(layer, golden);
  mode.check(golden.inference, false);
  mode.checkRows(golden.inference);
  if (golden.training) mode.check(golden.training, true);
  else if (golden.weights.length === 0) mode.checkOutput(golden.inference, true);
}

/** Text of a config without Keras's identities of shared objects: the order of keys counts. */
function withoutSharing(config: Config): string {
  return JSON.stringify(config, (key, value: unknown) => (key === "shared_object_id" ? undefined : value));
}

function checkWeights(layer: Layer, golden: GoldenCase): void {
  const last = (path: string): string => path.split("/").at(-1)!;
  expect(layer.weights.map((v) => v.name)).toEqual(golden.paths.map(last));
  expect(layer.weights.map((v) => v.path)).toEqual(golden.paths);
  expect(layer.weights.map((v) => v.dims)).toEqual(golden.weights.map((w) => w.shape));
  expect(layer.countParams()).toBe(golden.weights.reduce((sum, w) => sum + sizeOf(w.shape), 0));
  const trained = layer.weights.filter((_, i) => golden.inference.weightGradients[i]);
  expect(layer.trainableWeights).toEqual(trained);
  layer.setWeights(golden.weights.map(tensorOf));
  expect(layer.getWeights().map((w) => [...w.dataSync()])).toEqual(golden.weights.map((w) => [...valuesOf(w)]));
  const losses = layer.weights.flatMap((v) => (v.regularizer ? [K.eval(v.regularizer(v.value)) as number] : []));
  expect(worst(losses, golden.losses, OUTPUT)).toBeLessThanOrEqual(1);
}

/** The compiled programs of a layer. */
class Mode {
  readonly #layer: Layer;
  readonly #golden: GoldenCase;

  constructor(layer: Layer, golden: GoldenCase) {
    this.#layer = layer;
    this.#golden = golden;
  }

  /** Output, gradients and weights after one call. */
  check(mode: GoldenMode, training: boolean): void {
    this.#layer.setWeights(this.#golden.weights.map(tensorOf));
    this.checkOutput(mode, training);
    const after = this.#layer.weights.map((v) => v.read());
    mode.weightsAfter.forEach((want, i) => {
      close(after[i]!, want, OUTPUT, `weight ${this.#golden.paths[i]} after a call`);
    });
    this.#layer.setWeights(this.#golden.weights.map(tensorOf));
    this.#checkGradients(mode, training);
  }

  checkOutput(mode: GoldenMode, training: boolean): void {
    const x = this.#placeholders();
    const run = K.function(x, [this.#layer.apply(one(x), { training })]);
    const compiled = flat(run(this.#golden.inputs.map(tensorOf))[0]!);
    close(compiled, mode.output, OUTPUT, "output");
    if (training) return;
    // On values, without K.function: the same bits.
    const lazy = this.#layer.apply(one(this.#golden.inputs.map(tensorOf)), { training });
    expect(lazy.shape).toEqual(mode.output.shape);
    expect(firstDifference(lazy.dataSync(), compiled), "the first element that differs outside K.function").toBe(-1);
  }

  #checkGradients(mode: GoldenMode, training: boolean): void {
    const x = this.#placeholders();
    const cotangent = K.placeholder({ shape: [null, ...mode.output.shape.slice(1)] });
    const loss = ops.sum(ops.multiply(this.#layer.apply(one(x), { training }), cotangent));
    const targets: (Tensor | Variable)[] = [];
    const wanted: { want: GoldenArray; what: string }[] = [];
    const add = (target: Tensor | Variable, want: GoldenArray | null, what: string): void => {
      if (!want) return;
      targets.push(target);
      wanted.push({ want, what });
    };
    mode.inputGradients.forEach((want, i) => {
      add(x[i]!, want, `gradient of input ${i}`);
    });
    mode.weightGradients.forEach((want, i) => {
      add(this.#layer.weights[i]!, want, `gradient of ${this.#golden.paths[i]}`);
    });
    if (targets.length === 0) return;
    const run = K.function([...x, cotangent], K.gradients(loss, targets) as Tensor[]);
    const got = run([...this.#golden.inputs, mode.cotangent].map(tensorOf));
    wanted.forEach(({ want, what }, i) => {
      close(flat(got[i]!), want, GRADIENT, what);
    });
  }

  /** A row alone gives the bits it gives in the batch. */
  checkRows(mode: GoldenMode): void {
    const x = this.#placeholders();
    const run = K.function(x, [this.#layer.apply(one(x), { training: false })]);
    const inputs = this.#golden.inputs.map(tensorOf);
    const together = flat(run(inputs)[0]!);
    const rows = mode.output.shape[0]!;
    const alone: number[] = [];
    for (let row = 0; row < rows; row++) {
      const part = inputs.map((t) => ops.slice(t, [row, ...t.dims.slice(1).map(() => 0)], [1, ...t.dims.slice(1)]));
      alone.push(...flat(run(part)[0]!));
    }
    expect(firstDifference(alone, together), "the first element of a row alone that differs from the batch").toBe(-1);
  }

  #placeholders(): Tensor[] {
    return this.#golden.inputs.map((x) => K.placeholder({ shape: [null, ...x.shape.slice(1)], dtype: x.dtype }));
  }
}

const one = (x: Tensor[]): Tensor | Tensor[] => (x.length > 1 ? x : x[0]!);

function flat(values: NestedArray): number[] {
  return [values].flat(Number.POSITIVE_INFINITY as 1) as unknown as number[];
}

/** The first place where two lists differ in a bit; -1 where there is none. */
function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  return Array.from(a).findIndex((value, i) => !Object.is(value, b[i]));
}

function close(got: ArrayLike<number>, want: GoldenArray, relative: number, what: string): void {
  const off = worst(got, valuesOf(want), relative);
  expect(off, `${what}: error over what is allowed`).toBeLessThanOrEqual(1);
}
