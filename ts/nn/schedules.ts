/** The family of learning rate schedules: `optimizers.schedules`. */
import { LearningRateSchedule } from "./core/schedule";
import { type CustomObjects, Family, type SerializedObject } from "./core/serialize";
import { CLASSES } from "./gen/schedules";

export * from "./gen/schedules_public";
export { LearningRateSchedule };

const family: Family<LearningRateSchedule> = new Family(
  "schedules",
  "keras.optimizers.schedules",
  LearningRateSchedule,
  () => CLASSES,
);

/** The schedule of a config or an instance. @throws ValueError for an unknown one. */
export function get(identifier: unknown, where = "schedules", custom: CustomObjects = {}): LearningRateSchedule {
  return family.get(identifier, where, custom);
}

/** Keras's config of a schedule. */
export function serialize(schedule: LearningRateSchedule): SerializedObject {
  return family.serialize(schedule);
}

/** The schedule of Keras's config. */
export function deserialize(config: unknown, custom: CustomObjects = {}): LearningRateSchedule {
  return family.deserialize(config, custom);
}
