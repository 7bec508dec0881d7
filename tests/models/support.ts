/** Small models and data for the tests of training. */

import { expect } from "vitest";
import { engine } from "../../ts/backend/engine";
import type { WasmDevice } from "../../ts/engine/device";
import { type KeratinError, layers, type Model, Sequential, type Tensor, utils } from "../../ts/index";

/** Values between -1 and 1 that are the same on every run. */
export function wave(length: number, frequency: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(frequency * (i + 1)));
}

/** The first `count` rows of flat data. */
export function head(values: Float32Array, size: number, count: number): Float32Array {
  return values.slice(0, size * count);
}

/** Dense layers from 3 features to 2, with the same first weights on every call. */
export function small(options: { optimizer?: unknown; loss?: unknown; metrics?: unknown[] } = {}): Sequential {
  utils.setRandomSeed(11);
  const model = new Sequential([
    layers.input({ shape: [3] }),
    layers.dense({ units: 4, activation: "tanh", name: "hidden" }),
    layers.dense({ units: 2, name: "out" }),
  ]);
  model.compile({ optimizer: options.optimizer ?? "sgd", loss: options.loss ?? "mse", metrics: options.metrics ?? [] });
  return model;
}

/** Rows of 3 features and 2 targets for `small`. */
export function rows(count: number): { x: Float32Array; y: Float32Array } {
  return { x: wave(count * 3, 0.7), y: wave(count * 2, 0.3) };
}

/** All weights as plain arrays. */
export function weightsOf(model: Model): number[][] {
  return model.weights.map((variable) => [...variable.read()]);
}

/** The values of a tensor as a plain array. */
export function valuesOfTensor(tensor: Tensor): number[] {
  return [...tensor.dataSync()];
}

/** The engine of this process, with what only tests look at. */
export function device(): WasmDevice {
  return engine() as WasmDevice;
}

/** Counts the calls into WebAssembly while `body` runs. */
export async function callsDuring(body: () => Promise<unknown>): Promise<number> {
  const owner = device() as unknown as { exports: WasmDevice["exports"] };
  const real = owner.exports;
  let calls = 0;
  owner.exports = {
    ...real,
    opcodes: real.opcodes,
    execute: (...args) => {
      calls++;
      return real.execute(...args);
    },
  };
  try {
    await body();
  } finally {
    owner.exports = real;
  }
  return calls;
}

/** A class of errors. */
type Kind = new (...args: never[]) => KeratinError;

/** Runs what must fail, and checks the class and the whole message. */
export async function fails(body: () => unknown, kind: Kind, message: string | RegExp): Promise<void> {
  let error: unknown;
  try {
    await body();
  } catch (caught) {
    error = caught;
  }
  expect(error, `${error ?? "nothing"} was thrown`).toBeInstanceOf(kind);
  if (typeof message === "string") expect((error as Error).message).toBe(message);
  else expect((error as Error).message).toMatch(message);
}
