import { type TensorLike, toAnyTensor } from "../core/convert";
import type { DType } from "../core/dtypes";
import { DTypeError, ShapeError, ValueError } from "../core/errors";
import { farmHash64, joinFingerprints } from "../core/fingerprint";
import { type Dims, type Shape, sameShape } from "../core/shapes";
import { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import { categoryDims, encodeCategories, type OutputMode, outputModeOf } from "./core/categories";
import { HostLayer } from "./core/host";
import type { LayerOptions, Shapes } from "./core/layer";
import { layerOptions, positive } from "./core/options";
import { whole } from "./core/whole";

/** Options of `HashedCrossing`. */
export interface HashedCrossingOptions extends LayerOptions {
  /** How many bins there are. */
  numBins: number;
  /** "int" (the default) or "one_hot". */
  outputMode?: string;
}

/** What TensorFlow's crosses begin with. */
const SEED = 0xdecafcaffen;

const encoder = new TextEncoder();

/**
 * Several features, text or whole numbers, to one bin by the hash of all of them, as TensorFlow crosses them.
 *
 * Inputs a list of tensors [batch] or [batch, 1], output int32 of that shape, or float32 [batch, numBins] with "one_hot". In a model it runs on the
 * host, before the program.
 *
 * @throws ShapeError for inputs of different or other shapes.
 * @example layers.hashedCrossing({ numBins: 5 }).apply([tensor(["A", "B"]), tensor([101, 102], [2], "int32")]) // [1 1]
 */
export class HashedCrossing extends HostLayer {
  static override className = "HashedCrossing";
  readonly numBins: number;
  readonly outputMode: OutputMode;

  constructor(options: HashedCrossingOptions) {
    const own = layerOptions("HashedCrossing", options, ["numBins", "outputMode"], ["sparse"]);
    super(own);
    this.numBins = positive(this.name, "numBins", own.numBins);
    this.outputMode = outputModeOf(this.name, own.outputMode ?? "int", ["int", "one_hot"]);
  }

  protected override read(given: unknown): readonly TensorLike[] {
    if (!Array.isArray(given) || given.length < 2) {
      throw new ValueError(this.name, "takes a list of at least two inputs", { received: { inputs: given } });
    }
    return given.map((item) => toAnyTensor(this.name, whole(this.name, super.read(item))));
  }

  override checkInput(shapes: Shapes): void {
    const list = shapes as readonly Shape[];
    const first = list[0]!;
    const rank = first.length;
    if (rank > 2 || (rank === 2 && first[1] !== 1)) {
      throw new ShapeError(this.name, "an input is no column", {
        expected: "shape (), (batch,) or (batch, 1)",
        received: { "x.shape": first },
      });
    }
    const other = list.find((shape) => !sameShape(shape, first));
    if (!other) return;
    throw new ShapeError(this.name, "the inputs have different shapes", { received: { shapes: [first, other] } });
  }

  protected get outputDType(): DType {
    return this.outputMode === "int" ? "int32" : "float32";
  }

  protected outputDims(input: Dims): Dims {
    return categoryDims(input, this.outputMode, this.numBins);
  }

  protected compute(given: Tensor): Tensor {
    const inputs = given as unknown as readonly Tensor[];
    const columns = inputs.map((x) => {
      if (x.dtype === "float32") {
        throw new DTypeError(this.name, "crosses text and whole numbers", { received: { dtype: x.dtype } });
      }
      return x.peek("apply") as unknown as ArrayLike<string | number>;
    });
    const known = new Map<string, bigint>();
    const feature = (value: string | number): bigint => {
      if (typeof value === "number") return BigInt.asUintN(64, BigInt(value));
      let hash = known.get(value);
      if (hash === undefined) known.set(value, (hash = farmHash64(encoder.encode(value))));
      return hash;
    };
    const size = BigInt(this.numBins);
    const { dims } = inputs[0]!;
    const bins = Int32Array.from({ length: inputs[0]!.size }, (_, i) => {
      const hash = columns.reduce((all, column) => joinFingerprints(all, feature(column[i]!)), SEED);
      return Number(hash % size);
    });
    return encodeCategories(Tensor.constant(bins, dims, "int32"), this.outputMode, this.numBins);
  }

  override getConfig(): Config {
    return {
      num_bins: this.numBins,
      output_mode: this.outputMode,
      sparse: false,
      name: this.name,
      dtype: this.outputMode === "int" ? "int64" : "float32",
    };
  }
}

/** Makes a `HashedCrossing` layer. */
export function hashedCrossing(options: HashedCrossingOptions): HashedCrossing {
  return new HashedCrossing(options);
}
