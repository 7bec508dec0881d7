/**
 * Masks in TensorFlow.js: fewer layers pass them on, and the last one that was seen stays in force for every layer that reads
 * masks. A model in which that shows is refused.
 */
import type { SymbolicCall } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { Layer } from "../../layers/core/layer";
import type { Model } from "../model";
import { refuse } from "./refuse";

/** The mask of a tensor. */
interface Mark {
  /** The layer that made it. */
  readonly from: string;
  /** Why TensorFlow.js does not have it here, or not as it is. */
  readonly lost?: string;
  /** Who gives zeros at hidden steps, where TensorFlow.js gives what was before. */
  readonly zeros?: string;
}

/** Layers that pass a mask on, here and there. */
const PASS = new Set([
  ...["Activation", "AlphaDropout", "BatchNormalization", "Dense", "Dropout", "GaussianDropout", "GaussianNoise"],
  ...["LayerNormalization", "PReLU", "TimeDistributed"],
]);
/** Layers that read one, here and there. */
const READ = new Set(["Bidirectional", "GRU", "LSTM", "RNN", "SimpleRNN"]);
/** Layers that read one otherwise, or here alone. */
const OTHERWISE = new Set(["ConvLSTM2D", "GlobalAveragePooling1D", "Maximum", "Minimum", "Softmax"]);

/** All layers of a model, those of models inside among them. */
function layersIn(model: Layer): Layer[] {
  return [...(model.listedLayers ?? [])].flatMap((layer) => [layer, ...layersIn(layer)]);
}

const makes = (layer: Layer): boolean =>
  layer.savedClass === "Masking" ||
  (layer.savedClass === "Embedding" && (layer as Layer & { maskZero: boolean }).maskZero);

/** Refuses a model whose masks TensorFlow.js would have otherwise. */
export function checkMasks(model: Model): void {
  const source = layersIn(model).find(makes);
  if (source) check(model, source.name);
}

function check(model: Model, source: string): void {
  const marks = new Map<Tensor, Mark>();
  for (const node of [...model.network!.nodes.values()].flat().sort((a, b) => stamp(a.call) - stamp(b.call))) {
    const { call } = node;
    if (!call || !(call.operation instanceof Layer)) continue;
    const layer = call.operation;
    const mark = call.inputs.map((x) => marks.get(x)).find(Boolean);
    const after = through(layer, call, mark, source);
    if (after) for (const y of call.outputs.slice(0, 1)) marks.set(y, after);
    else if (!READ.has(layer.savedClass)) shown(mark, layer.name);
    if (layer.listedLayers) check(layer as Model, source);
  }
  for (const y of model.outputs) shown(marks.get(y), model.name);
}

const stamp = (call: SymbolicCall | undefined): number => call?.outputs[0]?.id ?? 0;

/** Refuses what shows the values of hidden steps. */
function shown(mark: Mark | undefined, by: string): void {
  if (!mark?.zeros) return;
  refuse(
    mark.zeros,
    `it gives zeros at the steps that "${mark.from}" hides, where TensorFlow.js gives what came before, and "${by}" shows it`,
  );
}

/** The mask behind a layer. */
function through(layer: Layer, call: SymbolicCall, mark: Mark | undefined, source: string): Mark | undefined {
  const name = layer.savedClass;
  if (makes(layer)) return { from: layer.name };
  const inner = name === "TimeDistributed" ? (layer as Layer & { layer: Layer }).layer.savedClass : name;
  if (READ.has(inner) || OTHERWISE.has(inner)) {
    if (!mark && READ.has(inner))
      refuse(layer.name, `TensorFlow.js applies the mask of "${source}" to it as well, which is not its own`);
    if (!mark)
      return inner === "Softmax"
        ? refuse(layer.name, `TensorFlow.js applies the mask of "${source}" to it as well`)
        : undefined;
    if (mark.lost) refuse(layer.name, `the mask of "${mark.from}" does not reach it there: ${mark.lost}`);
    if (OTHERWISE.has(inner) || name === "TimeDistributed")
      refuse(layer.name, `it does not read the mask of "${mark.from}" there`);
    return recurrent(layer, call, mark);
  }
  if (!mark) return undefined;
  if (PASS.has(name)) return mark;
  if (layer.listedLayers) {
    const reader = layersIn(layer).find((one) => READ.has(one.savedClass) || OTHERWISE.has(one.savedClass));
    if (reader) refuse(reader.name, `the mask of "${mark.from}" does not reach it there: "${layer.name}" is a model`);
  }
  // Here it may go on.
  return layer.supportsMasking || layer.listedLayers
    ? { ...mark, lost: mark.lost ?? `"${layer.name}" does not pass it on` }
    : undefined;
}

/** The mask behind a recurrent layer. */
function recurrent(layer: Layer, call: SymbolicCall, mark: Mark): Mark | undefined {
  const own = ((layer as Layer & { forwardLayer?: Layer }).forwardLayer ?? layer) as Layer & {
    returnSequences: boolean;
    zeroOutputForMask: boolean;
  };
  const { initialState } = (call.args[1] ?? {}) as { initialState?: unknown };
  if (initialState !== undefined && initialState !== null) {
    refuse(layer.name, `with first states it does not read the mask of "${mark.from}", but TensorFlow.js does`);
  }
  const zeros = own.zeroOutputForMask;
  if (own.returnSequences) return { from: mark.from, ...(zeros ? { zeros: layer.name } : {}) };
  if (zeros)
    refuse(layer.name, "it gives zeros when the last step is hidden, where TensorFlow.js gives what was before");
  return undefined;
}
