/** Merge of Keras 1: one class for all ways of joining tensors, and the head of Sequential models with several inputs. */
import { textOf } from "../../core/lookup";
import type { Config } from "../../nn/core/serialize";
import { isObject, keras, listOf, objectOf, type Upgrade } from "./context";
import { type Call, nameOf, tensor } from "./nodes";

const MODES: ReadonlyMap<unknown, string> = new Map([
  ["sum", "Add"],
  ["mul", "Multiply"],
  ["ave", "Average"],
  ["max", "Maximum"],
  ["concat", "Concatenate"],
  ["dot", "Dot"],
  ["cos", "Dot"],
]);

/** The layers of Keras 3 for a Merge. */
export function fromMerge(entry: Config, name: string, calls: readonly Call[], upgrade: Upgrade): Config[] {
  const config = objectOf(entry.config, `the config of ${name}`, upgrade);
  const { mode, concat_axis: axis = -1, dot_axes: given = -1, trainable = true } = config;
  const className = MODES.get(mode);
  if (!className) {
    throw upgrade.unsupported(
      `${name}: a Merge by a function of the writer's own is not run from a file`,
      "Build the model in Keras 2 or 3 and save it again",
    );
  }
  const common = { name, trainable };
  const axes =
    Array.isArray(given) && given.every(Array.isArray) ? (given as unknown[][]).map(([first]) => first) : given;
  const own =
    className === "Concatenate"
      ? { ...common, axis }
      : className === "Dot"
        ? { ...common, axes, normalize: mode === "cos" }
        : common;
  if (mode !== "cos") return [{ ...keras(className, own), name, inbound_nodes: calls }];
  // The cosine came with an axis of one in the middle.
  const dot = `${name}_dot`;
  return [
    { ...keras("Dot", { ...own, name: dot }), name: dot, inbound_nodes: calls },
    {
      module: "keras.src.ops.numpy",
      class_name: "ExpandDims",
      config: { name, axis: 1 },
      registered_name: "ExpandDims",
      name,
      inbound_nodes: calls.map((_, i) => ({ args: [tensor(dot, i, 0)], kwargs: {} })),
    },
  ];
}

/** Whether a Sequential begins with a Merge of other models. */
export function beginsWithMerge(value: unknown): value is readonly Config[] {
  const [first] = Array.isArray(value) ? value : [];
  return (
    isObject(first) && first.class_name === "Merge" && isObject(first.config) && Array.isArray(first.config.layers)
  );
}

/** The same as a graph of Keras 1: its branches side by side, then the layers behind. */
export function mergedGraph(items: readonly Config[], name: string, upgrade: Upgrade): Config {
  const layers: Config[] = [];
  const inputs: unknown[] = [];
  const reference = (from: string): unknown[] => [from, 0, 0];
  const add = (className: unknown, config: Config, from: readonly string[]): string => {
    const own = textOf(config.name);
    layers.push({ class_name: className, config, name: own, inbound_nodes: from.length ? [from.map(reference)] : [] });
    return own;
  };
  const chain = (list: readonly unknown[], depth: number): string => {
    if (depth > 100) throw upgrade.broken("models are nested more than 100 deep");
    let last: string | undefined;
    for (const item of list) {
      const entry = objectOf(item, "a layer", upgrade);
      const config = objectOf(entry.config, "the config of a layer", upgrade);
      if (last === undefined && entry.class_name === "Merge") {
        const branches = listOf(config.layers, "the models of a Merge", upgrade).map((branch) =>
          branchOf(branch, depth),
        );
        last = add("Merge", config, branches);
        continue;
      }
      if (last === undefined && config.batch_input_shape !== undefined) {
        const input = {
          name: `${nameOf(entry)}_input`,
          batch_input_shape: config.batch_input_shape,
          input_dtype: config.input_dtype,
        };
        last = add("InputLayer", input, []);
        inputs.push(reference(last));
        if (entry.class_name === "InputLayer") continue;
      }
      last = add(entry.class_name, config, last === undefined ? [] : [last]);
    }
    if (last === undefined) throw upgrade.broken("a Sequential has no layers");
    return last;
  };
  const branchOf = (branch: unknown, depth: number): string => {
    const { class_name: className, config } = objectOf(branch, "a model of a Merge", upgrade);
    if (className === "Sequential" && Array.isArray(config)) return chain(config, depth + 1);
    throw upgrade.unsupported(
      `${name}: a Merge of a ${textOf(className)} at the head of a Sequential is not supported`,
    );
  };
  const output = chain(items, 0);
  return { name, layers, input_layers: inputs, output_layers: [reference(output)] };
}
