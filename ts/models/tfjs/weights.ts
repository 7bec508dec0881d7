/** The weights of a model under the names that TensorFlow.js gives them, which its files must have. */
import { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import { Layer } from "../../layers/core/layer";
import type { Model } from "../model";
import { refuse } from "./refuse";

/** A weight, and the layer of the model that it belongs to. */
export interface NamedWeight {
  readonly name: string;
  readonly layer: string;
  readonly variable: Variable;
}

type Parts = Record<string, Layer & { cells: readonly Layer[] }>;

/** The weights of a layer in a scope of names; models have none. */
function collect(layer: Layer, scope: string, owner: string): NamedWeight[] {
  if (layer.listedLayers) return layer.listedLayers.flatMap((inner) => collect(inner, inner.name, inner.name));
  const { forwardLayer, backwardLayer, cell, layer: wrapped } = layer as unknown as Parts;
  switch (layer.savedClass) {
    case "Bidirectional":
      return [forwardLayer!, backwardLayer!].flatMap((part) => collect(part, `${scope}/${part.name}`, owner));
    case "TimeDistributed":
      return collect(wrapped!, scope, owner);
    case "StackedRNNCells":
      return (layer as Parts[string]).cells.flatMap((part, i) => collect(part, `${scope}/RNNCell_${i}`, owner));
    default:
  }
  if (cell instanceof Layer) return collect(cell, scope, owner);
  const depthwise = layer.savedClass === "DepthwiseConv2D";
  return layer.ownVariables
    .filter((variable) => layer.weights.includes(variable) && variable.dtype === "float32")
    .map((variable) => ({
      name: `${scope}/${depthwise && variable.name === "kernel" ? "depthwise_kernel" : variable.name}`,
      layer: owner,
      variable,
    }));
}

/** All weights. @throws ValueError where names meet, or cannot be names there. */
export function weightsOf(model: Model): NamedWeight[] {
  const all = collect(model, "", model.name);
  const seen = new Set<string>();
  for (const { name, layer, variable } of all) {
    if (!/^[A-Za-z0-9][-A-Za-z0-9._/]*$/.test(name)) {
      refuse(
        layer,
        "a layer with weights cannot have this name there",
        "Begin it with a letter, and keep to letters, digits, _, - and .",
      );
    }
    if (seen.has(name)) {
      refuse(
        layer,
        "two layers with weights have this name, in models inside the model",
        "Give layers names of their own",
      );
    }
    seen.add(name);
    if (!meets(variable)) {
      refuse(
        layer,
        `its ${variable.name} does not meet its constraint, which TensorFlow.js applies when it loads weights`,
      );
    }
  }
  return all;
}

/** Whether the constraint of a weight leaves it as it is, but for rounding. */
function meets(variable: Variable): boolean {
  if (!variable.constraint) return true;
  const values = variable.read();
  const limited = variable.constraint(Tensor.constant(values, variable.dims, variable.dtype)).dataSync();
  return values.every((value, i) => Math.abs(value - limited[i]!) <= 1e-5 * Math.max(1, Math.abs(value)));
}
