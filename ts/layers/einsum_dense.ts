import { ShapeError, ValueError } from "../core/errors";
import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import * as activations from "../nn/activations";
import type { Activation } from "../nn/core/activation";
import type { Config } from "../nn/core/serialize";
import { FanInitializer } from "../nn/core/variance_scaling";
import * as regularizers from "../nn/regularizers";
import * as ops from "../ops/gen/public";
import { oneInput } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";
import { ruleKeys, rulesConfig, type WeightRules, weightRules } from "./core/rules";

/** Options of `EinsumDense`. */
export interface EinsumDenseOptions extends LayerOptions {
  /** Subscripts of input, kernel and output: "abc,cde->abde", "...x,xy->...y" or "ab...,bc->ac...". */
  equation: string;
  /** The output's sizes without the batch; null for those that the input has. */
  outputShape: number | Shape;
  /** A name, or a function of a tensor. */
  activation?: unknown;
  /** The axes of the output that a bias is added along, by their letters. */
  biasAxes?: string | null;
  kernelInitializer?: unknown;
  biasInitializer?: unknown;
  kernelRegularizer?: unknown;
  biasRegularizer?: unknown;
  kernelConstraint?: unknown;
  biasConstraint?: unknown;
}

/** What the equation makes of an input's shape. */
interface Plan {
  kernel: number[];
  bias: number[] | undefined;
}

/**
 * activation(einsum(equation, x, kernel) + bias).
 *
 * @throws ShapeError when the input does not fit the equation.
 * @example layers.einsumDense({ equation: "ab,bc->ac", outputShape: 3 }).apply(ops.ones([2, 4])).shape // [ 2, 3 ]
 */
export class EinsumDense extends Layer {
  static override className = "EinsumDense";
  readonly equation: string;
  /** The output's sizes without the batch, as they were given. */
  readonly partialOutputShape: Shape;
  readonly biasAxes: string | null;
  readonly activation: Activation;
  kernel!: Variable;
  bias: Variable | undefined;
  readonly #rules: { kernel: WeightRules; bias: WeightRules };

  constructor(options: EinsumDenseOptions) {
    const keys = ["equation", "outputShape", "activation", "biasAxes", ...ruleKeys(["kernel", "bias"])];
    const absent = ["loraRank", "loraAlpha", "gptqUnpackedColumnSize", "quantizationConfig"];
    const own = layerOptions("EinsumDense", options, keys, absent);
    super(own);
    this.equation = own.equation;
    this.partialOutputShape = typeof own.outputShape === "number" ? [own.outputShape] : own.outputShape;
    this.biasAxes = own.biasAxes ?? null;
    this.activation = activations.get(own.activation, this.name);
    this.#rules = {
      kernel: weightRules(this.name, own, "kernel", "glorot_uniform"),
      bias: weightRules(this.name, own, "bias", "zeros"),
    };
    const form =
      /^(\.\.\.[A-Za-z]+,[A-Za-z]+->\.\.\.[A-Za-z]+|[A-Za-z]+,[A-Za-z]+->[A-Za-z]+|[A-Za-z]{2,}\.\.\.,[A-Za-z]+->[A-Za-z]+\.\.\.)$/;
    if (typeof own.equation !== "string" || !form.test(own.equation)) {
      throw new ValueError(this.name, "the equation cannot be read", {
        expected: '"ab,bc->ac", "...b,bc->...c" or "ab...,bc->ac..."',
        received: { equation: own.equation },
      });
    }
    if (!Array.isArray(this.partialOutputShape)) {
      throw new ValueError(this.name, "outputShape is no shape", { received: { outputShape: own.outputShape } });
    }
  }

  override build(inputShape: Shape): void {
    const { kernel, bias } = this.#plan(oneInput(this.name, inputShape));
    const { initializer } = this.#rules.kernel;
    const [inputs, outputs] = this.#fanAxes();
    const scaled = initializer instanceof FanInitializer ? initializer.along(inputs, outputs) : initializer;
    this.kernel = this.addWeight({ name: "kernel", shape: kernel, ...this.#rules.kernel, initializer: scaled });
    if (bias) this.bias = this.addWeight({ name: "bias", shape: bias, ...this.#rules.bias });
  }

  /** The axes of the kernel that the sum runs over, and those that the output has. */
  #fanAxes(): [number[], number[]] {
    const [left, right] = this.equation.split("->") as [string, string];
    const weight = [...left.split(",")[1]!];
    const places = (inOutput: boolean): number[] =>
      weight.flatMap((label, i) => (right.includes(label) === inOutput ? [i] : []));
    return [places(false), places(true)];
  }

  /** Sizes of kernel and bias: each letter's from the input, or else from the output. */
  #plan(shape: Shape): Plan {
    const [left, right] = this.equation.split("->") as [string, string];
    const [x, weight] = left.split(",") as [string, string];
    const inputLabels = x.replace("...", "");
    const outputLabels = right.replace("...", "");
    const elided = shape.length - inputLabels.length;
    const first = x.startsWith("...");
    if (elided < 0 || (elided > 0 && !x.includes("..."))) {
      throw new ShapeError(this.name, "the input does not fit the equation", {
        expected: `rank ${inputLabels.length}`,
        received: { "x.shape": shape, equation: this.equation },
      });
    }
    const free = first ? shape.slice(1, elided) : shape.slice(shape.length - elided);
    const rest = this.partialOutputShape;
    const output: Shape = [shape[0]!, ...(first ? free : []), ...rest, ...(first ? [] : free)];
    const sizes = new Map<string, number | null>();
    [...inputLabels].forEach((label, i) => sizes.set(label, shape[first ? i + elided : i]!));
    [...outputLabels].forEach((label, i) => {
      const size = output[first ? i + elided : i] ?? null;
      const known = sizes.get(label);
      if (known === undefined) sizes.set(label, size);
      else if (size !== null && known !== null && size !== known && i + (first ? elided : 0) > 0) {
        throw new ShapeError(this.name, `the axis "${label}" differs between input and output`, {
          expected: `${known}`,
          received: { outputShape: rest, "x.shape": shape },
        });
      }
    });
    const sizeOf = (label: string, of: string): number => {
      const size = sizes.get(label);
      if (typeof size === "number") return size;
      throw new ShapeError(this.name, `the size of the axis "${label}" of the ${of} is unknown`, {
        received: { "x.shape": shape, outputShape: rest, equation: this.equation },
        fix: "Give it in outputShape, or an input whose shape has it",
      });
    };
    const kernel = [...weight].map((label) => sizeOf(label, "kernel"));
    const { biasAxes } = this;
    if (!biasAxes) return { kernel, bias: undefined };
    const places = [...biasAxes].map((label) => outputLabels.indexOf(label));
    if (places.includes(-1)) {
      throw new ValueError(this.name, "biasAxes names an axis that the output has not", {
        expected: `letters of "${outputLabels}"`,
        received: { biasAxes },
      });
    }
    const from = Math.min(...places);
    const tail = [...outputLabels].slice(from);
    const bias = tail.map((label) => (biasAxes.includes(label) ? sizeOf(label, "bias") : 1));
    return { kernel, bias: first ? bias : [...bias, ...free.map(() => 1)] };
  }

  override checkInput(shapes: Shapes): void {
    const { kernel } = this.#plan(oneInput(this.name, shapes));
    if (kernel.every((d, i) => d === this.kernel.dims[i])) return;
    throw new ShapeError(this.name, "the input does not fit the kernel", {
      expected: `what makes a kernel of shape [${this.kernel.dims}]`,
      received: { "x.shape": shapes, equation: this.equation },
    });
  }

  override call(inputs: Tensor): Tensor {
    const y = ops.einsum(this.equation, inputs, this.kernel);
    return this.activation.fn(this.bias ? ops.add(y, this.bias) : y);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      output_shape: [...this.partialOutputShape],
      equation: this.equation,
      activation: activations.serialize(this.activation),
      bias_axes: this.biasAxes,
      ...rulesConfig(this.#rules, {
        activity_regularizer: regularizers.serializeOptional(this.activityRegularizer),
      }),
      quantization_config: null,
    };
  }
}

/** Makes an `EinsumDense` layer. */
export function einsumDense(options: EinsumDenseOptions): EinsumDense {
  return new EinsumDense(options);
}
