/** The family of constraints. */
import { Constraint } from "./core/constraint";
import { type CustomObjects, Family, type SerializedObject } from "./core/serialize";
import { CLASSES } from "./gen/constraints";

export * from "./gen/constraints_public";
export { Constraint };

const family: Family<Constraint> = new Family("constraints", "keras.constraints", Constraint, () => CLASSES);

/** The constraint of a name, a config or an instance. @throws ValueError for an unknown name. */
export function get(identifier: unknown, where = "constraints", custom: CustomObjects = {}): Constraint {
  return family.get(identifier, where, custom);
}

/** As `get`; nothing for null or undefined. */
export function getOptional(identifier: unknown, where?: string): Constraint | undefined {
  return identifier === undefined || identifier === null ? undefined : get(identifier, where);
}

/** Keras's config of a constraint. */
export function serialize(constraint: Constraint): SerializedObject {
  return family.serialize(constraint);
}

/** As `serialize`; null for nothing. */
export function serializeOptional(constraint: unknown): SerializedObject | null {
  return constraint instanceof Constraint ? serialize(constraint) : null;
}

/** The constraint of Keras's config. */
export function deserialize(config: unknown, custom: CustomObjects = {}): Constraint {
  return family.deserialize(config, custom);
}
