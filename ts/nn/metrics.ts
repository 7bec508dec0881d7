/** The family of metrics. */

import type { TensorLike } from "../core/convert";
import { lookUp } from "../core/lookup";
import { isPlain } from "../core/symbolic";
import type { Tensor } from "../core/tensor";
import { Loss } from "./core/loss";
import { FunctionMetric, Metric } from "./core/metric";
import { type CustomObjects, Family, findRegistered, type SerializedObject } from "./core/serialize";
import { CLASSES } from "./gen/metrics";
import { lossName } from "./loss_names";
import { huber } from "./losses/huber";

export * from "./gen/metrics_public";
export { FunctionMetric, Metric };

const family: Family<Metric> = new Family("metrics", "keras.metrics", Metric, () => CLASSES);

/** The metric of a name, a config, an instance, a loss or a function. @throws ValueError for an unknown name. */
export function get(identifier: unknown, where = "metrics", custom: CustomObjects = {}): Metric {
  if (identifier instanceof Loss) {
    return new FunctionMetric((t, p) => identifier.call(t, p), { name: identifier.name, direction: "down" });
  }
  if (typeof identifier === "function") {
    const fn = identifier as (t: Tensor, p: Tensor) => TensorLike;
    const loss = lossName(fn);
    return new FunctionMetric(fn, loss ? { name: loss, direction: "down" } : {});
  }
  if (identifier === "huber") return new FunctionMetric((t, p) => huber(t, p), { name: "huber", direction: "down" });
  if (isPlain(identifier) && identifier.class_name === "function") return get(identifier.config, where, custom);
  if (typeof identifier === "string") {
    const own = lookUp(custom, identifier) ?? findRegistered(identifier);
    if (typeof own === "function" && !(own.prototype instanceof Metric)) return get(own, where);
  }
  return family.get(identifier, where, custom);
}

/** Keras's config of a metric. */
export function serialize(metric: Metric): SerializedObject {
  return family.serialize(metric);
}

/** The metric of Keras's config. */
export function deserialize(config: unknown, custom: CustomObjects = {}): Metric {
  return family.deserialize(config, custom);
}
