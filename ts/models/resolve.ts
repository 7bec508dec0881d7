/** Metrics by name: "accuracy" in its three disguises, picked as Keras picks. */
import type { Tensor } from "../core/tensor";
import type { Loss } from "../nn/core/loss";
import type { Metric } from "../nn/core/metric";
import type { CustomObjects } from "../nn/core/serialize";
import * as metrics from "../nn/metrics";

export type { Loss, Metric };

/** The metric of an identifier, for a target and an output. */
export function metricOf(
  where: string,
  identifier: unknown,
  target: Tensor | undefined,
  output: Tensor | undefined,
  custom: CustomObjects = {},
): Metric {
  const name = typeof identifier === "string" ? identifier : undefined;
  if (name && /^acc(uracy)?$/i.test(name)) {
    if (!target || !output) return new metrics.CategoricalAccuracy({ name });
    if (output.dims[output.rank - 1] === 1) return new metrics.BinaryAccuracy({ name });
    const sparse = target.rank < output.rank || target.dims[target.rank - 1] === 1;
    return sparse ? new metrics.SparseCategoricalAccuracy({ name }) : new metrics.CategoricalAccuracy({ name });
  }
  const metric = metrics.get(identifier, where, custom);
  if (name) metric.name = name;
  return metric;
}
