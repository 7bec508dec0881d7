/** What every layer must do: one universal test over a case that real Keras made. */
import { expect } from "vitest";
import { gradients } from "../../ts/backend/gradients";
import * as K from "../../ts/backend/K";
import { sizeOf } from "../../ts/core/shapes";
import type { NestedArray, Tensor } from "../../ts/core/tensor";
import { Trace, withTrace } from "../../ts/core/trace";
import { Variable } from "../../ts/core/variable";
import type { Augmentation } from "../../ts/layers/core/augmentation";
import { type CallOptions, Layer } from "../../ts/layers/core/layer";
import { CLASSES } from "../../ts/layers/gen/classes";
import { type Config, camelKey, Family } from "../../ts/nn/core/serialize";
import * as ops from "../../ts/ops/gen/public";
import {
  type GoldenArray,
  type GoldenCase,
  type GoldenDraws,
  type GoldenMode,
  tensorOf,
  valuesOf,
  worst,
} from "./golden";

/** The family of layers. */
export const family: Family<Layer> = new Family("layers", "keras.layers", Layer, () => CLASSES);

const OUTPUT = 1e-5;
const GRADIENT = 1e-4;
/** Places between cells are found in float32, and neighbours may be far apart. */
const DRAWN = 3e-5;
/** A gradient that is smaller, beside the largest of the layer, is rounding. */
const ROUNDING = 1e-6;

/** The largest absolute value. */
const size = (values: ArrayLike<number>): number => Array.from(values, Math.abs).reduce((a, b) => Math.max(a, b), 0);

/** A layer from Keras's config. */
export function layerFrom(className: string, config: Config): Layer {
  const type = CLASSES.find((member) => member.className === className || member.aliases?.includes(className));
  if (!type?.fromConfig) return family.deserialize({ class_name: className, config });
  return type.fromConfig(config, (part) => {
    const inner = part as { class_name: string; config: Config };
    return layerFrom(inner.class_name, inner.config);
  });
}

/** Runs all checks on a case. */
export function runLayerTest(golden: GoldenCase): void {
  const layer = layerFrom(golden.class_name, golden.config);
  expect(withoutNotes(layer.getConfig())).toBe(withoutNotes(golden.config));
  const again = layerFrom(golden.class_name, layer.getConfig());
  expect(again.getConfig()).toEqual(layer.getConfig());

  const symbols = placeholders(golden.inputs, golden);
  const symbolic = [layer.applyAll(one(symbols), camelled(golden.callOptions ?? {}))].flat();
  const batch = golden.again ? golden.inputs[0]!.shape[0]! : null;
  // RandomCrop says the size that it gives in training.
  const shown = layer.savedClass === "RandomCrop" ? golden.drawn!.output : golden.inference.output;
  const wanted = arrays(shown).map((y) => [batch, ...y.shape.slice(1)]);
  expect(symbolic.map((y) => y.shape)).toEqual(wanted);

  // Nothing of one size fits behind it.
  if (shown === golden.drawn?.output) {
    const y = layer.apply(tensorOf(golden.inputs[0]!));
    expect(y.shape).toEqual((golden.inference.output as GoldenArray).shape);
    close(y.dataSync(), golden.inference.output as GoldenArray, OUTPUT, "output");
    checkDrawn(layer as Augmentation, golden, golden.drawn);
    return;
  }
  checkWeights(layer, golden);
  const mode = new Mode(layer, golden);
  mode.check(golden.inference, false);
  if (golden.again) mode.checkAgain(golden.again);
  else mode.checkRows(golden.inference);
  if (golden.training) mode.check(golden.training, true);
  else if (golden.weights.length === 0 && !golden.drawn) mode.checkOutput(golden.inference, true);
  if (golden.drawn) checkDrawn(layer as Augmentation, golden, golden.drawn);
}

/** What a layer makes of images for draws that Keras made. */
function checkDrawn(
  layer: Augmentation,
  golden: GoldenCase,
  { draws, output, cotangent, inputGradient }: GoldenDraws,
): void {
  const given = golden.inputs[0]!;
  const x = new Variable(K.cast(tensorOf(given), "float32"));
  const y = layer.transformImages(
    x.value,
    Object.fromEntries(Object.entries(draws).map(([key, value]) => [key, tensorOf(value)])),
  );
  expect(y.shape).toEqual(output.shape);
  close(y.dataSync(), output, DRAWN, "output for Keras's draws");
  if (!cotangent) return;
  const [g] = gradients(ops.sum(ops.multiply(y, tensorOf(cotangent))), [x.value]);
  close(g?.dataSync() ?? new Float32Array(x.size), inputGradient!, GRADIENT, "gradient for Keras's draws");
}

/** What a call is given beside its inputs, as the oracle gave it to Keras. */
interface Extra {
  mask?: Tensor | Tensor[];
  attentionMask?: Tensor;
  initialState?: Tensor[];
}

const extrasOf = ({ mask, masks, attentionMask, initialState }: GoldenCase): GoldenArray[] => [
  ...(mask ? [mask] : []),
  ...(masks ?? []),
  ...(attentionMask ? [attentionMask] : []),
  ...(initialState ?? []),
];

const camelled = (options: Config): Config =>
  Object.fromEntries(Object.entries(options).map(([key, value]) => [camelKey(key), value]));

/** Tensors in the order of `extrasOf` as options of a call. */
function extra(golden: GoldenCase, tensors: readonly Tensor[]): Extra {
  const rest = [...tensors];
  const found: Extra = { ...camelled(golden.callOptions ?? {}) };
  if (golden.mask) found.mask = rest.shift()!;
  if (golden.masks) found.mask = rest.splice(0, golden.masks.length);
  if (golden.attentionMask) found.attentionMask = rest.shift()!;
  if (golden.initialState) found.initialState = rest;
  return found;
}

/** Symbolic tensors of any batch size; a stateful layer has one. */
function placeholders(values: readonly GoldenArray[], golden: GoldenCase): Tensor[] {
  return values.map(({ shape, dtype }) =>
    K.placeholder({ shape: [golden.again ? shape[0]! : null, ...shape.slice(1)], dtype }),
  );
}

const arrays = (values: GoldenArray | GoldenArray[]): GoldenArray[] => [values].flat();

/** What Keras notes of objects beside their configs: identities of shared ones, and shapes that parts were built for. */
const NOTES = new Set(["shared_object_id", "build_config"]);

/** Text of a config: the order of keys counts. */
function withoutNotes(config: Config): string {
  return JSON.stringify(config, (key, value: unknown) => (NOTES.has(key) ? undefined : value));
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
  const trace = new Trace();
  withTrace(trace, () => layer.applyAll(one(golden.inputs.map(tensorOf))));
  const activity = trace.losses.map((loss) => K.eval(loss) as number);
  // Keras lists a layer's own term before those of its parts.
  const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
  expect(worst(sorted([...activity, ...losses]), sorted(golden.losses), OUTPUT)).toBeLessThanOrEqual(1);
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
    this.#reset();
    const x = this.#placeholders();
    const run = K.function(x, this.#call(x, training));
    const compiled = run(this.#values()).map(flat);
    arrays(mode.output).forEach((want, i) => {
      close(compiled[i]!, want, OUTPUT, `output ${i}`);
    });
    if (training) return;
    // On values, without K.function: the same bits.
    this.#reset();
    const lazy = this.#call(this.#values(), training);
    expect(lazy.map((y) => y.shape)).toEqual(arrays(mode.output).map((y) => y.shape));
    lazy.forEach((y, i) => {
      expect(firstDifference(y.dataSync(), compiled[i]!), "the first element that differs outside K.function").toBe(-1);
    });
  }

  /** A stateful layer goes on where it ended. */
  checkAgain(wanted: readonly GoldenArray[]): void {
    this.#reset();
    const x = this.#placeholders();
    const run = K.function(x, this.#call(x, false));
    run(this.#values());
    const again = run(this.#values()).map(flat);
    wanted.forEach((want, i) => {
      close(again[i]!, want, OUTPUT, `output ${i} of the second call`);
    });
  }

  #reset(): void {
    (this.#layer as unknown as { resetState?(): void }).resetState?.();
  }

  /** The outputs for inputs, mask and states in one list. */
  #call(tensors: readonly Tensor[], training: boolean): Tensor[] {
    const count = this.#golden.inputs.length;
    const options = { training, ...extra(this.#golden, tensors.slice(count)) };
    return [this.#layer.applyAll(one(tensors.slice(0, count)), options as CallOptions)].flat();
  }

  #checkGradients(mode: GoldenMode, training: boolean): void {
    this.#reset();
    const x = this.#placeholders();
    const outputs = this.#call(x, training);
    const cotangents = placeholders(arrays(mode.cotangent), this.#golden);
    const loss = outputs
      .map((y, i) => ops.sum(ops.multiply(y, cotangents[i]!)))
      .reduce((sum, term) => ops.add(sum, term));
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
    mode.stateGradients?.forEach((want, i) => {
      add(x[x.length - mode.stateGradients!.length + i]!, want, `gradient of state ${i}`);
    });
    mode.weightGradients.forEach((want, i) => {
      add(this.#layer.weights[i]!, want, `gradient of ${this.#golden.paths[i]}`);
    });
    if (targets.length === 0) return;
    const gradients = K.gradients(loss, targets);
    const found = gradients.map((g, i) => g ?? K.zerosLike(targets[i]!));
    const run = K.function([...x, ...cotangents], found);
    const got = run([...this.#values(), ...arrays(mode.cotangent).map(tensorOf)]);
    const largest = Math.max(...wanted.map(({ want }) => size(valuesOf(want))));
    wanted.forEach(({ want, what }, i) => {
      // Exactly zero in exact arithmetic (a bias that softmax cancels): what is left is rounding.
      if (size(valuesOf(want)) < ROUNDING * largest) {
        expect(size(flat(got[i]!)), what).toBeLessThan(10 * ROUNDING * largest);
      } else close(flat(got[i]!), want, GRADIENT, what);
    });
  }

  /** A row alone gives the bits it gives in the batch. */
  checkRows(mode: GoldenMode): void {
    const x = this.#placeholders();
    const run = K.function(x, this.#call(x, false));
    const inputs = this.#values();
    const together = run(inputs).map(flat);
    const rows = arrays(mode.output)[0]!.shape[0]!;
    const alone: number[][] = together.map(() => []);
    for (let row = 0; row < rows; row++) {
      const part = inputs.map((t) => ops.slice(t, [row, ...t.dims.slice(1).map(() => 0)], [1, ...t.dims.slice(1)]));
      run(part).forEach((y, i) => {
        alone[i]!.push(...flat(y));
      });
    }
    together.forEach((all, i) => {
      const first = firstDifference(alone[i]!, all);
      expect(first, "the first element of a row alone that differs from the batch").toBe(-1);
    });
  }

  /** Symbolic inputs, mask and states. */
  #placeholders(): Tensor[] {
    return placeholders([...this.#golden.inputs, ...extrasOf(this.#golden)], this.#golden);
  }

  /** Their values. */
  #values(): Tensor[] {
    return [...this.#golden.inputs, ...extrasOf(this.#golden)].map(tensorOf);
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
