import { ValueError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { Optimizer, type OptimizerOptions } from "../core/optimizer";
import type { Config } from "../core/serialize";

/** Options of `Muon`. */
export interface MuonOptions extends OptimizerOptions {
  adamBeta1?: number;
  adamBeta2?: number;
  /** The weight decay of what Adam steps. */
  adamWeightDecay?: number | null;
  epsilon?: number;
  /** Regular expressions: variables whose path matches one are Adam's. */
  excludeLayers?: readonly string[] | null;
  /** Whether embeddings are Adam's. */
  excludeEmbeddings?: boolean;
  muonA?: number;
  muonB?: number;
  muonC?: number;
  /** Adam's learning rate over that of Muon. */
  adamLrRatio?: number;
  momentum?: number;
  /** Newton-Schulz iterations. */
  nsSteps?: number;
  nesterov?: boolean;
  /** The root mean square of a step, so that Adam's learning rates fit; null for none. */
  rmsRate?: number | null;
}

const DEFAULTS: Required<Omit<MuonOptions, keyof OptimizerOptions>> = {
  adamBeta1: 0.9,
  adamBeta2: 0.999,
  epsilon: 1e-7,
  excludeLayers: [],
  muonA: 3.4445,
  muonB: -4.775,
  muonC: 2.0315,
  adamLrRatio: 1,
  momentum: 0.95,
  nsSteps: 5,
  nesterov: true,
  excludeEmbeddings: true,
  adamWeightDecay: 0.004,
  rmsRate: 0.2,
};
type Settings = typeof DEFAULTS;

const CONFIG: Readonly<Record<keyof Settings, string>> = {
  adamBeta1: "adam_beta_1",
  adamBeta2: "adam_beta_2",
  epsilon: "epsilon",
  excludeLayers: "exclude_layers",
  muonA: "muon_a",
  muonB: "muon_b",
  muonC: "muon_c",
  adamLrRatio: "adam_lr_ratio",
  momentum: "momentum",
  nsSteps: "ns_steps",
  nesterov: "nesterov",
  excludeEmbeddings: "exclude_embeddings",
  adamWeightDecay: "adam_weight_decay",
  rmsRate: "rms_rate",
};

/** The patterns of layers. @throws ValueError for what is none. */
function patternsOf(value: unknown): RegExp[] {
  const list = value ?? [];
  try {
    if (Array.isArray(list) && list.every((pattern) => typeof pattern === "string")) {
      return list.map((pattern) => new RegExp(pattern));
    }
  } catch {
    // A pattern that is no regular expression.
  }
  throw new ValueError("Muon", "excludeLayers is no list of regular expressions", {
    received: { excludeLayers: value },
  });
}

/**
 * Steps of matrices made orthogonal (Jordan et al., 2024); Adam for all that is no matrix.
 *
 * @example new optimizers.Muon().options.weightDecay // 0.004
 */
export class Muon extends Optimizer {
  static override className = "Muon";
  readonly settings: Readonly<Settings>;
  #slots: { m: Variable; v: Variable | undefined }[] = [];
  readonly #excluded: readonly RegExp[];

  constructor(options: MuonOptions = {}) {
    const { weightDecay = 0.004 } = options;
    super("Muon", { ...options, weightDecay }, Object.keys(DEFAULTS), 0.001);
    const own = options as Record<string, unknown>;
    const given = Object.keys(DEFAULTS).filter((key) => own[key] !== undefined);
    this.settings = { ...DEFAULTS, ...Object.fromEntries(given.map((key) => [key, own[key]])) };
    this.#excluded = patternsOf(this.settings.excludeLayers);
  }

  #adams(w: Variable): boolean {
    const { excludeEmbeddings } = this.settings;
    if (w.dims.length !== 2 || (excludeEmbeddings && w.path.toLowerCase().includes("embedding"))) return true;
    return this.#excluded.some((pattern) => pattern.test(w.path));
  }

  protected override decayOf(w: Variable): number | null {
    return this.#adams(w) ? this.settings.adamWeightDecay : this.options.weightDecay;
  }

  protected override makeSlots(variables: readonly Variable[]): void {
    this.#slots = variables.map((w) => {
      const m = this.addSlot(w, "momentum");
      return { m, v: this.#adams(w) ? this.addSlot(w, "velocity") : undefined };
    });
  }

  protected override step(index: number, w: Variable, g: Tensor, lr: Tensor, step: Tensor): void {
    const { m, v } = this.#slots[index]!;
    if (v) this.#adam(w, m, v, g, lr, step);
    else this.#muon(w, m, g, lr);
  }

  #adam(w: Variable, m: Variable, v: Variable, g: Tensor, lr: Tensor, step: Tensor): void {
    const { adamBeta1, adamBeta2, epsilon, adamLrRatio } = this.settings;
    const first = ops.add(m, ops.multiply(ops.subtract(g, m), 1 - adamBeta1));
    const second = ops.add(v, ops.multiply(ops.subtract(ops.square(g), v), 1 - adamBeta2));
    m.assign(first);
    v.assign(second);
    const root = ops.sqrt(ops.subtract(1, ops.power(adamBeta2, step)));
    const rate = ops.divide(
      ops.multiply(ops.multiply(lr, adamLrRatio), root),
      ops.subtract(1, ops.power(adamBeta1, step)),
    );
    w.assign(ops.subtract(w, ops.divide(ops.multiply(first, rate), ops.add(ops.sqrt(second), epsilon))));
  }

  #muon(w: Variable, m: Variable, g: Tensor, lr: Tensor): void {
    const { momentum, nesterov, rmsRate } = this.settings;
    const moved = ops.add(m, ops.add(g, ops.multiply(m, momentum - 1)));
    m.assign(moved);
    const change = ops.multiply(lr, this.#orthogonal(nesterov ? ops.add(g, ops.multiply(momentum, moved)) : moved));
    const [rows, columns] = w.dims as [number, number];
    const scale = rmsRate === null ? undefined : Math.sqrt(Math.max(rows, columns));
    const scaled = scale === undefined ? change : ops.multiply(ops.multiply(change, scale), rmsRate!);
    w.assign(ops.subtract(w, scaled));
  }

  /** Nearly U V of the singular value decomposition U S V, by Newton-Schulz iterations. */
  #orthogonal(given: Tensor): Tensor {
    const { muonA, muonB, muonC, nsSteps } = this.settings;
    const tall = given.dims[0]! > given.dims[1]!;
    let x = tall ? ops.transpose(given) : given;
    x = ops.divide(x, ops.add(ops.sqrt(ops.sum(ops.square(x))), 1e-7));
    for (let i = 0; i < nsSteps; i++) {
      const a = ops.matmul(x, ops.transpose(x));
      const b = ops.add(ops.multiply(muonB, a), ops.matmul(ops.multiply(muonC, a), a));
      x = ops.add(ops.multiply(muonA, x), ops.matmul(b, x));
    }
    return tall ? ops.transpose(x) : x;
  }

  override getConfig(): Config {
    const own = Object.entries(CONFIG).map(([key, saved]) => [saved, this.settings[key as keyof Settings]]);
    return { ...super.getConfig(), ...Object.fromEntries(own) };
  }
}

/** Makes a `Muon` optimizer. */
export function muon(options: MuonOptions = {}): Muon {
  return new Muon(options);
}
