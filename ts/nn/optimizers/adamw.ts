import { ValueError } from "../../core/errors";
import { Adam, type AdamOptions } from "./adam";

/**
 * Adam with decoupled weight decay, 0.004 by default (Loshchilov and Hutter, 2017).
 *
 * @example new optimizers.AdamW().options.weightDecay // 0.004
 */
export class AdamW extends Adam {
  static override className = "AdamW";
  static aliases: readonly string[] = ["adamw"];

  constructor(options: AdamOptions = {}) {
    if (options.weightDecay === null) {
      throw new ValueError("AdamW", "weightDecay is no number", { received: { weightDecay: null }, fix: "Use Adam" });
    }
    super({ ...options, weightDecay: options.weightDecay ?? 0.004 }, "AdamW");
  }
}

/** Makes an `AdamW` optimizer. */
export function adamW(options: AdamOptions = {}): AdamW {
  return new AdamW(options);
}
