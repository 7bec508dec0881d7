/** What `compile` resolves: the optimizer, a loss and metrics for each output, and their state. */

import { scalar } from "../core/convert";
import { StateError, ValueError } from "../core/errors";
import { isPlain } from "../core/symbolic";
import type { Tensor } from "../core/tensor";
import { withScope } from "../core/trace";
import type { Variable } from "../core/variable";
import type { Optimizer } from "../nn/core/optimizer";
import type { CustomObjects } from "../nn/core/serialize";
import * as losses from "../nn/losses";
import { Mean } from "../nn/metrics/mean";
import * as optimizers from "../nn/optimizers";
import * as ops from "../ops/gen/public";
import { type Loss, type Metric, metricOf } from "./resolve";

/** Options of `compile`, as in Keras. */
export interface CompileOptions {
  /** A name, a config or an optimizer; "rmsprop" by default. */
  optimizer?: unknown;
  /** One for all outputs, a list, or an object by output name. Functions of (yTrue, yPred) work too. */
  loss?: unknown;
  lossWeights?: unknown;
  metrics?: unknown;
  weightedMetrics?: unknown;
  /** Where to run; "wasm" is the only device so far. */
  device?: string;
}

/** The metrics of one output. */
interface OutputMetrics {
  output: string | undefined;
  list: Metric[];
}

/** A compiled configuration. */
export class Compiled {
  readonly optimizer: Optimizer;
  readonly options: CompileOptions;
  /** The loss of each output; undefined for outputs that have none. */
  readonly losses: readonly (Loss | undefined)[];
  readonly lossWeights: readonly (number | undefined)[];
  /** The weights that training changes: those that are trainable when the model is compiled, or first run. */
  trained: readonly Variable[] | undefined;
  readonly lossTracker: Mean = new Mean({ name: "loss" });
  readonly outputTrackers: readonly { name: string; tracker: Mean; output: number }[];
  readonly #names: readonly string[];
  readonly #custom: CustomObjects;
  #metrics: OutputMetrics[] | undefined;
  #weighted: OutputMetrics[] | undefined;

  constructor(where: string, names: readonly string[], options: CompileOptions, custom: CustomObjects = {}) {
    this.options = options;
    this.#names = names;
    this.#custom = custom;
    this.optimizer = optimizers.get(options.optimizer ?? "rmsprop", where, custom);
    const { loss } = options;
    if (loss === undefined || loss === null) this.losses = names.map(() => undefined);
    else {
      const list = perOutput(where, "loss", loss, names, isLoss) ?? names.map(() => loss);
      this.losses = list.map((item) =>
        item === undefined || item === null ? undefined : losses.get(item, where, custom),
      );
    }
    const weights = options.lossWeights;
    this.lossWeights =
      weights === undefined || weights === null
        ? names.map(() => undefined)
        : typeof weights === "number"
          ? names.map(() => weights)
          : (perOutput(where, "lossWeights", weights, names, (w) => typeof w === "number") ?? []).map(
              (w) => w as number | undefined,
            );
    const used = this.losses.flatMap((item, output) => (item ? [output] : []));
    this.outputTrackers =
      used.length > 1
        ? used.map((output) => ({
            name: `${names[output]}_loss`,
            tracker: new Mean({ name: `${names[output]}_loss` }),
            output,
          }))
        : [];
    this.#check(where);
  }

  /** Unknown names of metrics are an error at `compile`, not in the first epoch. */
  #check(where: string): void {
    for (const key of ["metrics", "weightedMetrics"] as const) {
      const value = this.options[key];
      if (value === undefined || value === null) continue;
      if (!Array.isArray(value) && !isPlain(value)) {
        throw new ValueError(where, `${key} is no list`, {
          expected: 'a list such as ["accuracy"], or an object by output name',
          received: { [key]: value },
        });
      }
      const flat = (Array.isArray(value) ? value : Object.values(value)).flat() as unknown[];
      for (const item of flat)
        if (item !== null && item !== undefined) metricOf(where, item, undefined, undefined, this.#custom);
    }
  }

  /** Whether the targets of an output are numbers of classes. */
  isSparse(output: number): boolean {
    return this.losses[output]?.name.includes("sparse") ?? false;
  }

  /** The total loss of a batch, with its trackers' updates; the terms of layers and weights are `extra`. */
  totalLoss(
    where: string,
    targets: readonly (Tensor | undefined)[],
    outputs: readonly Tensor[],
    weights: readonly (Tensor | undefined)[],
    extra: readonly Tensor[],
  ): Tensor {
    const batch = outputs[0]!.dims[0] ?? 1;
    const terms: Tensor[] = [];
    this.losses.forEach((loss, i) => {
      if (!loss) return;
      const target = targets[i];
      if (!target) throw new ValueError(where, `there are no targets for output "${this.#names[i]}"`);
      const value = withScope(loss.name, () => loss.apply(target, outputs[i]!, { sampleWeight: weights[i] ?? null }));
      const tracker = this.outputTrackers.find((entry) => entry.output === i);
      tracker?.tracker.updateState(value, undefined, { sampleWeight: scalar(batch) });
      const factor = this.lossWeights[i];
      terms.push(factor === undefined ? value : ops.multiply(value, factor));
    });
    terms.push(...extra);
    if (terms.length === 0) {
      throw new StateError(where, "there is no loss to minimise", { fix: 'Give one: model.compile({ loss: "mse" })' });
    }
    const total = terms.reduce((a, b) => ops.add(a, b));
    if (total.rank !== 0) throw new ValueError(where, "the loss is no scalar", { received: { shape: total.shape } });
    this.lossTracker.updateState(total, undefined, { sampleWeight: scalar(batch) });
    return total;
  }

  /** Updates all metrics by a batch. */
  updateMetrics(
    targets: readonly (Tensor | undefined)[],
    outputs: readonly Tensor[],
    weights: readonly (Tensor | undefined)[],
  ): void {
    this.#metrics ??= this.#build("metrics", targets, outputs);
    this.#weighted ??= this.#build("weightedMetrics", targets, outputs);
    outputs.forEach((output, i) => {
      const target = targets[i];
      if (!target) return;
      for (const metric of this.#metrics![i]!.list) withScope(metric.name, () => metric.updateState(target, output));
      const options = { sampleWeight: weights[i] ?? null };
      for (const metric of this.#weighted![i]!.list) {
        withScope(metric.name, () => metric.updateState(target, output, options));
      }
    });
  }

  #build(
    key: "metrics" | "weightedMetrics",
    targets: readonly (Tensor | undefined)[],
    outputs: readonly Tensor[],
  ): OutputMetrics[] {
    const where = "compile";
    const names = this.#names;
    const given = this.options[key];
    let lists: unknown[];
    if (given === undefined || given === null) lists = names.map(() => []);
    else if (names.length === 1) {
      const own =
        isPlain(given) && Object.keys(given).every((name) => names.includes(name)) ? Object.values(given) : given;
      lists = [(Array.isArray(own) ? own : [own]).flat()];
    } else lists = perOutput(where, key, given, names, () => false) ?? [];
    return names.map((name, i) => ({
      output: names.length > 1 ? name : undefined,
      list: (Array.isArray(lists[i]) ? lists[i] : lists[i] === undefined || lists[i] === null ? [] : [lists[i]]).map(
        (item: unknown) => metricOf(where, item, targets[i], outputs[i], this.#custom),
      ),
    }));
  }

  /** All metrics with their names in logs. */
  get named(): { name: string; metric: Metric }[] {
    const seen = new Map<string, number>();
    const unique = (name: string): string => {
      const n = seen.get(name) ?? 0;
      seen.set(name, n + 1);
      return n === 0 ? name : `${name}_${n}`;
    };
    const found: { name: string; metric: Metric }[] = [];
    const full = (output: string | undefined, name: string): string => (output ? `${output}_${name}` : name);
    for (const { output, list } of this.#metrics ?? []) {
      for (const metric of list) found.push({ name: unique(full(output, metric.name)), metric });
    }
    for (const { output, list } of this.#weighted ?? []) {
      for (const metric of list) {
        const plain = full(output, metric.name);
        found.push({ name: unique(seen.has(plain) ? full(output, `weighted_${metric.name}`) : plain), metric });
      }
    }
    return [
      { name: "loss", metric: this.lossTracker },
      ...this.outputTrackers.map(({ name, tracker }) => ({ name, metric: tracker })),
      ...found,
    ];
  }

  /** The values of all metrics, by name in Keras's order (sorted). */
  logs(): Record<string, number> {
    const entries = this.named.map(({ name, metric }) => [name, metric.value() as number] as const);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  }

  /** Starts all metrics anew. */
  reset(): void {
    for (const { metric } of this.named) metric.resetState();
  }

  /** Whether a metric is better up or down, if that is known. */
  direction(name: string): "up" | "down" | undefined {
    const plain = name.replace(/^val_/, "");
    if (plain === "loss" || plain.endsWith("_loss")) return "down";
    return this.named.find((entry) => entry.name === plain)?.metric.direction;
  }
}

function isLoss(value: unknown): boolean {
  return (
    typeof value === "string" || typeof value === "function" || (isPlain(value) && typeof value.class_name === "string")
  );
}

/** A part for each output, from a list or an object by name; undefined for a single value. */
function perOutput(
  where: string,
  what: string,
  value: unknown,
  names: readonly string[],
  leaf: (value: unknown) => boolean,
): unknown[] | undefined {
  if (leaf(value)) return undefined;
  if (Array.isArray(value)) {
    if (value.length === names.length) return value;
    throw new ValueError(where, `${what} has the wrong length`, {
      expected: `${names.length}, one for each output (${names.join(", ")})`,
      received: `${value.length}`,
    });
  }
  if (!isPlain(value)) return undefined;
  const unknown = Object.keys(value).filter((name) => !names.includes(name));
  if (unknown.length) {
    throw new ValueError(where, `${what} has names of no output: ${unknown.join(", ")}`, {
      expected: `among ${names.join(", ")}`,
    });
  }
  return names.map((name) => value[name]);
}
