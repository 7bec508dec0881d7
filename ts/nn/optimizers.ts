/** The family of optimizers. */
import { Optimizer } from "./core/optimizer";
import { type CustomObjects, Family, type SerializedObject } from "./core/serialize";
import { CLASSES } from "./gen/optimizers";
import * as schedules from "./schedules";

export * from "./gen/optimizers_public";
export { Optimizer, schedules };

const family: Family<Optimizer> = new Family("optimizers", "keras.optimizers", Optimizer as never, () => CLASSES);

/** The optimizer of a name, a config or an instance. @throws ValueError for an unknown name. */
export function get(identifier: unknown, where = "optimizers", custom: CustomObjects = {}): Optimizer {
  return family.get(identifier, where, custom);
}

/** Keras's config of an optimizer. */
export function serialize(optimizer: Optimizer): SerializedObject {
  return family.serialize(optimizer);
}

/** The optimizer of Keras's config. */
export function deserialize(config: unknown, custom: CustomObjects = {}): Optimizer {
  return family.deserialize(config, custom);
}
