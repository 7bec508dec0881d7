/** The family of losses. */

import type { TensorLike } from "../core/convert";
import { lookUp } from "../core/lookup";
import { isPlain } from "../core/symbolic";
import type { Tensor } from "../core/tensor";
import { FunctionLoss, Loss } from "./core/loss";
import { type CustomObjects, Family, findRegistered, type SerializedObject } from "./core/serialize";
import { CLASSES } from "./gen/losses";
import { lossName } from "./loss_names";

export * from "./gen/losses_public";
export { FunctionLoss, Loss };

const family: Family<Loss> = new Family("losses", "keras.losses", Loss, () => CLASSES);

/** The loss of a name, a config, an instance or a function of (yTrue, yPred). @throws ValueError for an unknown name. */
export function get(identifier: unknown, where = "losses", custom: CustomObjects = {}): Loss {
  if (typeof identifier === "function") {
    const fn = identifier as (t: Tensor, p: Tensor) => TensorLike;
    return new FunctionLoss(fn, { name: (lossName(fn) ?? fn.name) || "loss" });
  }
  if (typeof identifier === "string") {
    const own = lookUp(custom, identifier) ?? findRegistered(identifier);
    if (typeof own === "function" && !(own.prototype instanceof Loss)) return get(own, where);
  }
  if (isPlain(identifier) && identifier.class_name === "function") return get(identifier.config, where, custom);
  return family.get(identifier, where, custom);
}

/** Keras's config of a loss. */
export function serialize(loss: Loss): SerializedObject {
  return family.serialize(loss);
}

/** The loss of Keras's config. */
export function deserialize(config: unknown, custom: CustomObjects = {}): Loss {
  return family.deserialize(config, custom);
}
