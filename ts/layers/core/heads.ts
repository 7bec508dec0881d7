/** What the layers of several attention heads share: options, masks, the attention itself. */
import { ShapeError, ValueError } from "../../core/errors";
import { type Masks, setMask } from "../../core/mask";
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import type { Config } from "../../nn/core/serialize";
import * as regularizers from "../../nn/regularizers";
import { causalMask } from "../../ops/composite/dot_product_attention";
import * as ops from "../../ops/gen/public";
import { Dropout } from "../dropout";
import { EinsumDense } from "../einsum_dense";
import { Softmax } from "../softmax";
import { type CallOptions, Layer, type LayerOptions, type Shapes, type Tensors } from "./layer";
import { ruleKeys, rulesConfig, type WeightRules, weightRules } from "./rules";

/** Options of both attention layers. */
export interface HeadsOptions extends LayerOptions {
  /** The part of the scores that training drops; 0 by default. */
  dropout?: number;
  useBias?: boolean;
  /** How far from its own place a query sees; everywhere when left out. */
  slidingWindow?: number | null;
  /** Whether the result is multiplied by a gate, a sigmoid of the query. */
  useGate?: boolean;
  /** A number makes dropout repeatable. */
  seed?: number | null;
  kernelInitializer?: unknown;
  biasInitializer?: unknown;
  kernelRegularizer?: unknown;
  biasRegularizer?: unknown;
  kernelConstraint?: unknown;
  biasConstraint?: unknown;
}

/** The keys of `HeadsOptions`, and of Keras's options for other machines, which change no result. */
export const HEADS_KEYS: readonly string[] = [
  ...["dropout", "useBias", "slidingWindow", "useGate", "seed", "flashAttention"],
  ...ruleKeys(["kernel", "bias"]),
];

/** What a call of an attention layer may be told. */
export interface AttentionCall extends CallOptions {
  /** False where a query does not see a key: [batch, queries, keys], or with heads behind the batch. */
  attentionMask?: Tensor | null;
  queryMask?: Tensor | null;
  valueMask?: Tensor | null;
  keyMask?: Tensor | null;
  /** Whether the result is [output, scores]. */
  returnAttentionScores?: boolean;
  /** Whether a query sees only keys up to its own place. */
  useCausalMask?: boolean;
}

/** One projection: its subscripts, its output without the batch, and the axes of its bias. */
export interface Projection {
  readonly equation: string;
  readonly outputShape: Shape;
  readonly biasAxes: string;
}

/** A layer of attention heads over [query, value] or [query, value, key]. */
export abstract class AttentionHeads extends Layer {
  static override positional: readonly string[] = ["query", "value", "key"];
  override supportsMasking = true;
  readonly dropout: number;
  readonly useBias: boolean;
  readonly slidingWindow: number | null;
  readonly useGate: boolean;
  readonly seed: number | null;
  queryDense!: EinsumDense;
  keyDense!: EinsumDense;
  _gateDense: EinsumDense | undefined;
  valueDense!: EinsumDense;
  _softmax!: Softmax;
  _dropoutLayer!: Dropout;
  outputDense!: EinsumDense;
  protected readonly rules: { kernel: WeightRules; bias: WeightRules };
  /** Of the projections' outputs. */
  protected readonly partsActivity: regularizers.Regularizer | undefined;

  /** `whole` is whether an activity regularizer takes the layer's own output too. */
  constructor(own: HeadsOptions, whole: boolean) {
    super({ ...own, activityRegularizer: whole ? own.activityRegularizer : undefined });
    this.dropout = own.dropout ?? 0;
    this.useBias = own.useBias ?? true;
    this.slidingWindow = own.slidingWindow ?? null;
    this.useGate = own.useGate ?? false;
    this.seed = own.seed ?? null;
    this.rules = {
      kernel: weightRules(this.name, own, "kernel", "glorot_uniform"),
      bias: weightRules(this.name, own, "bias", "zeros"),
    };
    this.partsActivity = regularizers.getOptional(own.activityRegularizer, this.name);
    if (!(this.dropout >= 0 && this.dropout <= 1)) {
      throw new ValueError(this.name, "dropout is out of range", {
        expected: "0 to 1",
        received: { dropout: own.dropout },
      });
    }
    const window = this.slidingWindow;
    if (window !== null && !(Number.isInteger(window) && window > 0)) {
      throw new ValueError(this.name, "slidingWindow is no positive whole number", {
        received: { slidingWindow: window },
      });
    }
  }

  /** Axes of the scores that softmax runs over. */
  protected abstract get softmaxAxes(): number | readonly number[];
  /** Scores of projected keys and queries, and what becomes of values by them, as einsum has it. */
  protected abstract get equations(): { scores: string; combine: string; keyFirst: boolean };
  /** What the scores are multiplied by. */
  protected abstract get scale(): number;
  /** Projected keys and values, as many heads as queries have. */
  protected spread(x: Tensor): Tensor {
    return x;
  }

  /** Makes and builds a projection. */
  protected project(name: string, projection: Projection, shape: Shape, activation?: string): EinsumDense {
    const { kernel, bias } = this.rules;
    const dense = new EinsumDense({
      name,
      equation: projection.equation,
      outputShape: projection.outputShape,
      biasAxes: this.useBias ? projection.biasAxes : null,
      activation,
      kernelInitializer: kernel.initializer,
      kernelRegularizer: kernel.regularizer,
      kernelConstraint: kernel.constraint,
      biasInitializer: bias.initializer,
      biasRegularizer: bias.regularizer,
      biasConstraint: bias.constraint,
      activityRegularizer: this.partsActivity,
    });
    this.buildPart(dense, shape);
    return dense;
  }

  /** Makes what stands between the projections. */
  protected buildScores(): void {
    this._softmax = new Softmax({ axis: this.softmaxAxes });
    this._dropoutLayer = new Dropout({ rate: this.dropout, seed: this.seed });
  }

  override checkInput(shapes: Shapes): void {
    const list = this.inputShapes(shapes);
    const [query, value, key = value] = list as [Shape, Shape, Shape | undefined];
    if (value.slice(1, -1).some((d, i) => d !== key.slice(1, -1)[i] && d !== null && key[i + 1] !== null)) {
      throw new ShapeError(this.name, "value and key differ in more than their last axis", {
        received: { value, key },
      });
    }
    this.queryDense.checkInput(query);
    this.valueDense.checkInput(value);
    this.keyDense.checkInput(key);
  }

  /** Shapes of query and value, and of the key if it was given. */
  protected inputShapes(shapes: Shapes): readonly Shape[] {
    const list = (Array.isArray(shapes[0]) ? shapes : [shapes]) as readonly Shape[];
    if (list.length === 2 || list.length === 3) return list;
    throw new ShapeError(this.name, "takes a query and a value, and a key if it is not the value", {
      expected: "two or three tensors in one array",
      received: `${list.length}`,
      fix: "Write layer.apply([query, value])",
    });
  }

  override computeMask(_inputs: Tensors, mask: Masks): Masks {
    return Array.isArray(mask) ? (mask[0] as Tensor | null) : (mask as Tensor | null);
  }

  override call(inputs: readonly Tensor[], options: AttentionCall): Tensors {
    const [query, value, key = value] = inputs as [Tensor, Tensor, Tensor | undefined];
    const seen = this.#mask(inputs, options);
    const gate = this._gateDense?.apply(query);
    const q = this.queryDense.apply(query);
    const k = this.spread(this.keyDense.apply(key));
    const v = this.spread(this.valueDense.apply(value));
    const [output, scores] = this.#attend(q, k, v, seen, options);
    const result = this.outputDense.apply(gate ? ops.multiply(output, gate) : output);
    return options.returnAttentionScores ? [result, scores!] : result;
  }

  /** All masks together, [batch or 1, queries or 1, keys]. */
  #mask([query, value]: readonly Tensor[], options: AttentionCall): Tensor | undefined {
    const given = Array.isArray(options.mask) ? (options.mask as readonly (Tensor | null)[]) : [];
    const own = (i: number, name: "queryMask" | "valueMask" | "keyMask"): Tensor | undefined =>
      options[name] ?? given[i] ?? undefined;
    const masks: Tensor[] = [];
    const add = (mask: Tensor | undefined, axis: number): void => {
      if (mask) masks.push(ops.expandDims(ops.cast(mask, "bool"), axis));
    };
    add(own(0, "queryMask"), -1);
    add(own(1, "valueMask"), -2);
    add(own(2, "keyMask"), -2);
    const [queries, keys] = [query!.dims[1]!, value!.dims[1]!];
    if (options.useCausalMask) masks.push(ops.expandDims(causalMask(queries, keys), 0));
    if (this.slidingWindow !== null) {
      const places = (count: number, shape: number[]): Tensor =>
        ops.reshape(ops.arange(count, undefined, undefined, { dtype: "int32" }), shape);
      const far = ops.absolute(ops.subtract(places(queries, [1, queries, 1]), places(keys, [1, 1, keys])));
      masks.push(ops.less(far, this.slidingWindow));
    }
    if (options.attentionMask) masks.push(ops.cast(options.attentionMask, "bool"));
    return masks.length ? masks.reduce((a, b) => ops.logicalAnd(a, b)) : undefined;
  }

  #attend(
    q: Tensor,
    k: Tensor,
    v: Tensor,
    mask: Tensor | undefined,
    options: AttentionCall,
  ): readonly [Tensor, Tensor | undefined] {
    const { scores: equation, combine, keyFirst } = this.equations;
    const axes = this.softmaxAxes;
    const seenAxes = typeof axes === "number" ? 1 : axes.length;
    const rank = equation.split("->")[1]!.length;
    const seen = mask && widen(mask, rank, -2 * seenAxes - 1);
    if (this.dropout === 0 && !options.returnAttentionScores && q.rank === 4) {
      return [ops.dotProductAttention(q, k, v, { mask: seen ?? null, scale: this.scale }), undefined];
    }
    const scaled = ops.multiply(q, this.scale);
    const raw = keyFirst ? ops.einsum(equation, k, scaled) : ops.einsum(equation, scaled, k);
    const scores = this._softmax.apply(raw, { mask: seen ?? null });
    // The mask has done its work; it is none of the scores themselves.
    setMask(scores, null);
    const kept = this._dropoutLayer.apply(scores, { training: options.training ?? false });
    return [ops.einsum(combine, kept, v), scores];
  }

  /** What both end their config with. */
  protected rulesConfig(): Config {
    const activity = { activity_regularizer: regularizers.serializeOptional(this.partsActivity) };
    return { ...rulesConfig(this.rules, activity), seed: this.seed };
  }
}

/** A mask given axes of 1 at `axis` until it has a rank. */
function widen(mask: Tensor, rank: number, axis: number): Tensor {
  let wide = mask;
  while (wide.rank < rank) wide = ops.expandDims(wide, axis);
  return wide;
}
