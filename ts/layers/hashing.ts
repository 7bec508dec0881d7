import type { DType } from "../core/dtypes";
import { ValueError } from "../core/errors";
import type { Dims } from "../core/shapes";
import { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import { bucketer, type Salt, saltOf } from "./core/buckets";
import { categoryDims, encodeCategories, type OutputMode, outputModeOf } from "./core/categories";
import { HostLayer, type TextLike } from "./core/host";
import { oneInput } from "./core/inputs";
import type { LayerOptions, Shapes } from "./core/layer";
import { layerOptions, positive } from "./core/options";
import { policyOf } from "./core/policy";
import { whole } from "./core/whole";

/** Options of `Hashing`. */
export interface HashingOptions extends LayerOptions {
  /** How many bins there are, that of `maskValue` included. */
  numBins: number;
  /** What bin 0 is kept for. */
  maskValue?: string | number | null;
  /** A key: hashes are SipHash's then, without it FarmHash's. */
  salt?: Salt | null;
  /** "int" (the default), "one_hot", "multi_hot" or "count". */
  outputMode?: string;
}

/**
 * Text or whole numbers to bins by their hash, the same on every machine and in TensorFlow. Numbers are hashed as they are written.
 *
 * Input of any shape, output int32 of the same shape; other output modes as `CategoryEncoding`. In a model it runs on the host, before the
 * program.
 *
 * @example layers.hashing({ numBins: 3 }).apply([["A"], ["B"], ["C"]]) // [[1] [0] [1]]
 */
export class Hashing extends HostLayer {
  static override className = "Hashing";
  readonly numBins: number;
  readonly maskValue: string | number | null;
  readonly salt: [number, number] | null;
  readonly outputMode: OutputMode;
  readonly #bucket: (text: string) => number;
  readonly #masked: boolean;

  constructor(options: HashingOptions) {
    const own = layerOptions("Hashing", options, ["numBins", "maskValue", "salt", "outputMode"], ["sparse"]);
    super(own);
    this.numBins = positive(this.name, "numBins", own.numBins);
    this.maskValue = own.maskValue ?? null;
    this.salt = saltOf(this.name, own.salt) ?? null;
    this.outputMode = outputModeOf(this.name, own.outputMode ?? "int", ["int", "one_hot", "multi_hot", "count"]);
    this.#masked = this.maskValue !== null && this.numBins > 1;
    this.#bucket = bucketer(this.#masked ? this.numBins - 1 : this.numBins, this.salt ?? undefined);
  }

  protected override read(given: unknown): TextLike & Tensor {
    return whole(this.name, super.read(given)) as Tensor;
  }

  override checkInput(shapes: Shapes): void {
    oneInput(this.name, shapes);
  }

  protected get outputDType(): DType {
    return this.outputMode === "int" ? "int32" : "float32";
  }

  protected outputDims(input: Dims): Dims {
    return categoryDims(this.#column(input), this.outputMode, this.numBins);
  }

  /** One category for each sample loses its axis. */
  #column(dims: Dims): Dims {
    return this.outputMode === "one_hot" && dims.at(-1) === 1 ? dims.slice(0, -1) : dims;
  }

  protected compute(x: Tensor): Tensor {
    const values = x.peek("apply") as unknown as ArrayLike<string | number>;
    const text = x.dtype === "string";
    if (this.maskValue !== null && (typeof this.maskValue === "string") !== text) {
      throw new ValueError(this.name, "maskValue is of another kind than the input", {
        expected: text ? "a text" : "a number",
        received: { maskValue: this.maskValue },
      });
    }
    const bins = new Int32Array(values.length);
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (this.#masked && value === this.maskValue) continue;
      const own = typeof value === "number" ? String(Math.trunc(value) + 0) : value;
      bins[i] = this.#bucket(own) + (this.#masked ? 1 : 0);
    }
    return encodeCategories(Tensor.constant(bins, this.#column(x.dims), "int32"), this.outputMode, this.numBins);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      ...(this.outputMode === "int" ? { dtype: policyOf("int64") } : {}),
      num_bins: this.numBins,
      salt: this.salt,
      mask_value: this.maskValue,
      output_mode: this.outputMode,
      sparse: false,
    };
  }
}

/** Makes a `Hashing` layer. */
export function hashing(options: HashingOptions): Hashing {
  return new Hashing(options);
}
