/** What a model has of Keras 1 and 2 that Keras 3 cannot express. */

import { ValueError } from "../../core/errors";
import { lookUp } from "../../core/lookup";
import { isPlain } from "../../core/symbolic";
import { OLD } from "../../nn/core/old_activations";
import type { Config } from "../../nn/core/serialize";

/** Why a file of Keras 3 must not have it. */
const REASONS: Readonly<Record<string, string>> = {
  hard_sigmoid:
    "its hard_sigmoid is that of Keras 1 and 2, 0.2 x + 0.5, and a recurrent layer of Keras 3 has x / 6 + 0.5 under this name",
  BatchNormalization: "it normalizes by the batch also when it predicts (mode 1 or 2), and that of Keras 3 never does",
  MultiHeadAttention: "until tf.keras 2.9 it did not look at masks, which its input has, and that of Keras 3 does",
  RandomCrop: "it cuts images also when it predicts, and that of Keras 3.8 and later does not",
  TheanoSame: 'Theano put the padding of "same" around pools elsewhere than Keras 3 does',
  UpSampling2D: "bilinear, it laid the first pixels on one another, and Keras 3 lays the middles",
};

/** Something that Keras 3 cannot express, and the layer that has it. */
export interface OldPart {
  readonly layer: string;
  readonly reason: string;
}

/** All of it in a config that is to be written. */
export function oldParts(config: Config): OldPart[] {
  const found: OldPart[] = [];
  const search = (value: unknown, layer: string): void => {
    if (Array.isArray(value)) for (const item of value) search(item, layer);
    if (!isPlain(value)) return;
    const own = isPlain(value.config) && typeof value.config.name === "string" ? value.config.name : layer;
    if (value.module === OLD) {
      const what = typeof value.config === "string" ? value.config : String(value.class_name);
      found.push({ layer: own, reason: lookUp(REASONS, what) ?? `Keras 3 has no ${what}` });
    }
    for (const item of Object.values(value)) search(item, own);
  };
  search(config, "");
  return found;
}

/** Refuses to write a config that Keras 3 would read as something else. @throws ValueError that names the layers. */
export function refuseOld(where: string, config: Config): void {
  const [first, ...rest] = oldParts(config);
  if (!first) return;
  const others = new Map(rest.filter(({ layer }) => layer !== first.layer).map(({ layer, reason }) => [layer, reason]));
  const also = [...others].map(([layer, reason]) => `"${layer}"${reason === first.reason ? "" : ` (${reason})`}`);
  throw new ValueError(where, `layer "${first.layer}" cannot be written in Keras 3's format: ${first.reason}`, {
    ...(also.length ? { received: `the like of ${also.join(", ")}` } : {}),
    fix: 'Save it for TensorFlow.js (model.save("model.json")), or its weights alone (model.saveWeights)',
  });
}
