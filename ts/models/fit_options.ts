/** Options of fit, evaluate and predict, and what is wrong with them. */
import { ValueError } from "../core/errors";
import { isTerminal } from "../platform/output";
import type { Callback } from "./callbacks/callback";
import type { DataLike } from "./data";

/** How much is printed: 0 nothing, 1 a bar, 2 a line per epoch; "auto" is 1 on a terminal, else 2. */
export type Verbose = 0 | 1 | 2 | "auto" | number;

/** Options of `fit`, as in Keras. */
export interface FitOptions {
  batchSize?: number;
  epochs?: number;
  verbose?: Verbose;
  callbacks?: readonly Callback[];
  /** The last part of the data, 0 to 1, is kept for validation, before shuffling. */
  validationSplit?: number;
  /** [x, y] or [x, y, sampleWeight]. */
  validationData?: readonly DataLike[];
  validationBatchSize?: number;
  validationFreq?: number;
  shuffle?: boolean;
  /** Weights of samples by their class. */
  classWeight?: Readonly<Record<string, number>>;
  sampleWeight?: DataLike;
  initialEpoch?: number;
  stepsPerEpoch?: number;
  signal?: AbortSignal;
}

/** Options of `evaluate`. */
export interface EvaluateOptions {
  batchSize?: number;
  sampleWeight?: DataLike;
  verbose?: Verbose;
  callbacks?: readonly Callback[];
  signal?: AbortSignal;
}

/** Options of `predict`. */
export interface PredictOptions {
  batchSize?: number;
  verbose?: Verbose;
  callbacks?: readonly Callback[];
  signal?: AbortSignal;
}

/** Options of `trainOnBatch` and `testOnBatch`. */
export interface BatchOptions {
  sampleWeight?: DataLike;
  classWeight?: Readonly<Record<string, number>>;
}

/** A function that returns an iterable of batches: [x, y] or [x, y, sampleWeight]. */
export type BatchSource = () => Iterable<readonly DataLike[]> | AsyncIterable<readonly DataLike[]>;

/** The names of `FitOptions`. */
export const FIT_KEYS: readonly string[] = [
  "batchSize",
  "epochs",
  "verbose",
  "callbacks",
  "validationSplit",
  "validationData",
  "validationBatchSize",
  "validationFreq",
  "shuffle",
  "classWeight",
  "sampleWeight",
  "initialEpoch",
  "stepsPerEpoch",
  "signal",
];

/** A whole number of an option. */
export function count(where: string, name: string, value: number | undefined, fallback: number, least = 1): number {
  const n = value ?? fallback;
  if (!Number.isInteger(n) || n < least) {
    throw new ValueError(where, `${name} is no whole number from ${least} up`, { received: { [name]: value } });
  }
  return n;
}

/** `verbose` as a number. */
export function level(verbose: Verbose | undefined): number {
  if (verbose === undefined || verbose === "auto") return isTerminal() ? 1 : 2;
  if (![0, 1, 2].includes(Number(verbose))) {
    throw new ValueError("verbose", "is unknown", { expected: '0, 1, 2 or "auto"', received: { verbose } });
  }
  return Number(verbose);
}

/** A function of batches brings its targets itself. */
export function noTargets(where: string, y: DataLike): void {
  if (y === undefined || y === null) return;
  throw new ValueError(where, "y is given, but x is a function of batches, which bring their own", {
    expected: "options after it: model.fit(batches, null, { stepsPerEpoch: 100 })",
    received: { y },
  });
}

/** Refuses what only looks like options of a run. */
export function checkRun(where: string, { callbacks, signal, validationData }: FitOptions): void {
  const isCallback = (c: unknown): boolean => typeof (c as Callback | null)?.setModel === "function";
  if (callbacks !== undefined && !(Array.isArray(callbacks) && callbacks.every(isCallback))) {
    throw new ValueError(where, "callbacks are no list of callbacks", {
      expected: "[new EarlyStopping({ patience: 3 })]",
      received: { callbacks },
    });
  }
  if (signal !== undefined && typeof signal?.throwIfAborted !== "function") {
    throw new ValueError(where, "signal is no AbortSignal", { received: { signal } });
  }
  if (validationData !== undefined && validationData !== null && !Array.isArray(validationData)) {
    throw new ValueError(where, "validationData is no list", {
      expected: "[x, y] or [x, y, sampleWeight]",
      received: { validationData },
    });
  }
}
