/** The family of regularizers. */
import { Regularizer } from "./core/regularizer";
import { type CustomObjects, Family, type SerializedObject } from "./core/serialize";
import { CLASSES } from "./gen/regularizers";

export * from "./gen/regularizers_public";
export { Regularizer };

const family: Family<Regularizer> = new Family("regularizers", "keras.regularizers", Regularizer, () => CLASSES);

/** The regularizer of a name, a config or an instance. @throws ValueError for an unknown name. */
export function get(identifier: unknown, where = "regularizers", custom: CustomObjects = {}): Regularizer {
  return family.get(identifier, where, custom);
}

/** As `get`; nothing for null or undefined. */
export function getOptional(identifier: unknown, where?: string): Regularizer | undefined {
  return identifier === undefined || identifier === null ? undefined : get(identifier, where);
}

/** Keras's config of a regularizer. */
export function serialize(regularizer: Regularizer): SerializedObject {
  return family.serialize(regularizer);
}

/** As `serialize`; null for nothing. */
export function serializeOptional(regularizer: unknown): SerializedObject | null {
  return regularizer instanceof Regularizer ? serialize(regularizer) : null;
}

/** The regularizer of Keras's config. */
export function deserialize(config: unknown, custom: CustomObjects = {}): Regularizer {
  return family.deserialize(config, custom);
}
