/** The family of initializers. */
import { Initializer } from "./core/initializer";
import { type CustomObjects, Family, type SerializedObject } from "./core/serialize";
import { CLASSES } from "./gen/initializers";

export * from "./gen/initializers_public";
export { Initializer };

const family: Family<Initializer> = new Family("initializers", "keras.initializers", Initializer, () => CLASSES);

/** The initializer of a name, a config or an instance. @throws ValueError for an unknown name. */
export function get(identifier: unknown, where = "initializers", custom: CustomObjects = {}): Initializer {
  return family.get(identifier, where, custom);
}

/** Keras's config of an initializer. */
export function serialize(initializer: Initializer): SerializedObject {
  return family.serialize(initializer);
}

/** The initializer of Keras's config. */
export function deserialize(config: unknown, custom: CustomObjects = {}): Initializer {
  return family.deserialize(config, custom);
}
