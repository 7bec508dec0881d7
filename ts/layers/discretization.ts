import { toTensor } from "../core/convert";
import { StateError, ValueError } from "../core/errors";
import { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import { optionsFrom } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { type AdaptData, type AdaptOptions, eachBatch } from "./core/adapt";
import { categoryDims, encodeCategories, type OutputMode, outputModeOf } from "./core/categories";
import { oneInput } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions, positive } from "./core/options";
import { boundariesOf, mergeSummaries, type Summary, summarize } from "./core/quantiles";
import { constantsChanged } from "./core/revision";
import type { StoredReader } from "./core/stored";

/** Options of `Discretization`. */
export interface DiscretizationOptions extends LayerOptions {
  /** Where one bin ends and the next begins, sorted. A boundary belongs to the bin above it. */
  binBoundaries?: readonly number[] | null;
  /** Instead: how many bins `adapt` makes of data, with about equally many numbers in each. */
  numBins?: number | null;
  /** How exact `adapt` is: it keeps about 1 / epsilon values; 0.01 by default. */
  epsilon?: number;
  /** "int" (the default), "one_hot", "multi_hot" or "count". */
  outputMode?: string;
}

/**
 * Numbers to the numbers of their bins: int32 of the input's shape, or one, many or counts along an axis of the bins.
 *
 * @throws ValueError without `binBoundaries` or `numBins`; StateError when it is called before it has boundaries.
 * @example layers.discretization({ binBoundaries: [0, 1, 2] }).apply([-1.5, 0, 1.7, 9]) // [0 1 2 3]
 */
export class Discretization extends Layer {
  static override className = "Discretization";
  readonly numBins: number | null;
  readonly epsilon: number;
  readonly outputMode: OutputMode;
  #boundaries: readonly number[] | null;
  #summary: Summary | undefined;

  constructor(options: DiscretizationOptions) {
    const keys = ["binBoundaries", "numBins", "epsilon", "outputMode"];
    const own = layerOptions("Discretization", options, keys, ["sparse"]);
    super(own);
    this.outputMode = outputModeOf(this.name, own.outputMode ?? "int", ["int", "one_hot", "multi_hot", "count"]);
    this.#boundaries = this.#read(own.binBoundaries);
    this.numBins =
      own.numBins === undefined || own.numBins === null ? null : positive(this.name, "numBins", own.numBins);
    if ((this.numBins === null) === (this.#boundaries === null)) {
      throw new ValueError(this.name, "needs either binBoundaries or numBins", {
        received: { numBins: own.numBins, binBoundaries: own.binBoundaries },
      });
    }
    this.epsilon = own.epsilon ?? 0.01;
    if (!(this.epsilon > 0 && this.epsilon <= 1)) {
      throw new ValueError(this.name, "epsilon is out of range", {
        expected: "a number above 0, at most 1",
        received: { epsilon: own.epsilon },
      });
    }
  }

  #read(value: unknown): readonly number[] | null {
    if (value === undefined || value === null) return null;
    if (Array.isArray(value) && value.every((item) => typeof item === "number" && !Number.isNaN(item)))
      return [...value];
    throw new ValueError(this.name, "binBoundaries is no list of numbers", { received: { binBoundaries: value } });
  }

  /** The boundaries of the bins; nothing before `adapt`. */
  get binBoundaries(): readonly number[] | null {
    return this.#boundaries;
  }

  /** Finds the boundaries of `numBins` bins from an array or from batches. What came before is forgotten. */
  async adapt(data: AdaptData, options?: AdaptOptions): Promise<void> {
    if (this.numBins === null) {
      throw new StateError(this.name, "cannot adapt: its boundaries were given", { fix: "Give numBins instead" });
    }
    this.#summary = undefined;
    const rest = eachBatch(this.name, data, options, (batch) => {
      const values = Float32Array.from(toTensor(this.name, batch).peek("adapt"));
      if (values.length) this.#summary = mergeSummaries(summarize(values, this.epsilon), this.#summary, this.epsilon);
    });
    if (rest) await rest;
    if (!this.#summary) throw new ValueError(this.name, "adapt got no data");
    this.#boundaries = boundariesOf(this.#summary, this.numBins);
    constantsChanged();
  }

  /** What tf.keras 2 kept of `adapt`: its boundaries, or [values, weights] of its summary. */
  override restoreState(file: StoredReader): () => void {
    const bins = file.array("bins")?.filter(Number.isFinite);
    const summary = file.array("summary") ?? file.array("0");
    const half = (summary?.length ?? 0) / 2;
    const found =
      bins ??
      (summary && half > 0 && Number.isInteger(half) && this.numBins !== null
        ? boundariesOf({ values: summary.subarray(0, half), weights: summary.subarray(half) }, this.numBins)
        : undefined);
    return () => {
      if (!found || this.#boundaries) return;
      this.#boundaries = [...found];
      constantsChanged();
    };
  }

  override checkInput(shapes: Shapes): void {
    oneInput(this.name, shapes);
  }

  override call(inputs: Tensor): Tensor {
    const limits = this.#boundaries;
    if (!limits) {
      const depth = this.numBins!;
      if (inputs.source.kind === "input") {
        const dtype = this.outputMode === "int" ? "int32" : "float32";
        return new Tensor(categoryDims(inputs.dims, this.outputMode, depth), dtype, { kind: "input", name: this.name });
      }
      throw new StateError(this.name, "has no boundaries yet", { fix: "Call await layer.adapt(data) first" });
    }
    const bins = ops.digitize(ops.cast(inputs, "float32"), [...limits]);
    return encodeCategories(bins, this.outputMode, limits.length + 1);
  }

  override getConfig(): Config {
    return {
      bin_boundaries: this.#boundaries,
      num_bins: this.numBins,
      epsilon: this.epsilon,
      output_mode: this.outputMode,
      sparse: false,
      name: this.name,
      dtype: "float32",
    };
  }

  /** The layer of Keras's config: after `adapt` it holds both the number of bins and their boundaries. */
  static fromConfig(config: Config): Discretization {
    const { bin_boundaries: limits, ...rest } = config;
    if (rest.num_bins === null || rest.num_bins === undefined) return new Discretization(optionsFrom(config));
    const layer = new Discretization(optionsFrom(rest));
    layer.#boundaries = layer.#read(limits);
    return layer;
  }
}

/** Makes a `Discretization` layer. */
export function discretization(options: DiscretizationOptions): Discretization {
  return new Discretization(options);
}
