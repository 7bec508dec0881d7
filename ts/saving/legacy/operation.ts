/** Operations of TensorFlow between the layers of tf.keras models: TFOpLambda, SlicingOpLambda, TensorFlowOpLayer. */
import { textOf } from "../../core/lookup";
import type { Config } from "../../nn/core/serialize";
import { isObject, OLD, objectOf, type Upgrade } from "./context";
import { nodeDef } from "./node_def";
import type { Call } from "./nodes";

const FUNCTIONS = new Set(["TFOpLambda", "SlicingOpLambda"]);
/** Methods of ragged and sparse tensors, by the key that their name stands under. */
const METHODS: ReadonlyMap<string, string> = new Map([
  ["ClassMethod", "method_name"],
  ["InstanceMethod", "method_name"],
  ["InstanceProperty", "attr_name"],
]);

/** Whether a layer's entry is an operation of TensorFlow. */
export function isOldOperation({ class_name: name }: Config): boolean {
  return FUNCTIONS.has(textOf(name)) || name === "TensorFlowOpLayer" || METHODS.has(textOf(name));
}

/**
 * An operation as a node of functions of TensorFlow, each called by the arguments that it has in Python. `taken` are the names
 * that the model has.
 */
export function fromOperation(
  entry: Config,
  name: string,
  calls: readonly Call[],
  taken: ReadonlySet<string>,
  upgrade: Upgrade,
): Config {
  const className = textOf(entry.class_name);
  const config = objectOf(entry.config, `the config of "${name}"`, upgrade);
  const method = METHODS.get(className);
  if (method !== undefined) {
    throw upgrade.unsupported(
      `${name}: the method ${textOf(config[method])} of ragged or sparse tensors is not supported`,
    );
  }
  const own = FUNCTIONS.has(className)
    ? calls.map((call) => ({ fn: config.function, call }))
    : calls.map((call) => nodeDef(config, name, call, upgrade));
  const fn = own[0] ? own[0].fn : textOf(config.function);
  if (typeof fn !== "string") throw upgrade.broken(`"${name}" has no function`, config.function);
  return {
    module: `${OLD}.ops`,
    class_name: fn,
    config: { name, taken, version: upgrade.version },
    registered_name: null,
    name,
    inbound_nodes: own.map(({ call: { args, kwargs } }) => ({ args: args.map(indices), kwargs: indices(kwargs) })),
  };
}

/** The parts of indices as Keras 3 writes them. */
function indices(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(indices);
  if (!isObject(value) || value.class_name === "__keras_tensor__") return value;
  if (value.class_name === "__ellipsis__") return { class_name: "__ellipsis__", config: {} };
  const keys = Object.keys(value);
  const isSpan = keys.length > 0 && keys.every((key) => key === "start" || key === "stop" || key === "step");
  if (isSpan) {
    const { start = null, stop = null, step = null } = value;
    return { class_name: "__slice__", config: { start: indices(start), stop: indices(stop), step: indices(step) } };
  }
  return Object.fromEntries(keys.map((key) => [key, indices(value[key])]));
}
