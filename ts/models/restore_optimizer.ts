/** The state of optimizers of Keras 1 and 2, which stands in files as the weights do, into a model. */
import { sameShape } from "../core/shapes";
import type { Variable } from "../core/variable";
import type { Optimizer } from "../nn/core/optimizer";
import { counted } from "../saving/derived";
import { type OptimizerState, optimizerState } from "../saving/legacy/optimizer";
import { countOf, type StoredArray } from "../saving/stored";
import type { Model } from "./model";
import type { Share } from "./restore_lists";
import type { Transfer } from "./transfer";

/** A weight of the file, by its place in a share. */
interface Place {
  readonly share: Share;
  readonly index: number;
}

/** Adds the optimizer's state, where it can be told what is what. `version` is that of the writer. */
export function optimizerFromLists(
  transfer: Transfer,
  model: Model,
  arrays: readonly StoredArray[],
  shares: readonly Share[],
  where: string,
  version: string,
): void {
  const optimizer = model.compiled?.optimizer;
  if (!optimizer || arrays.length === 0) return;
  if (!optimizer.built) optimizer.build(model.trainableWeights);
  const places = shares.flatMap((share) => share.arrays.map((_, index) => ({ share, index })));
  // Until 2.0.5 Keras took them by their names.
  if (/^(1\b|2\.0\.[0-5]$)/.test(version)) {
    const name = ({ share, index }: Place): string => share.arrays[index]!.name;
    places.sort((a, b) => (name(a) < name(b) ? -1 : 1));
  }
  const { className = "" } = optimizer.constructor as typeof Optimizer;
  const state = optimizerState(className, arrays, places.length);
  const pairs = state && pairsOf(optimizer, shares, places, state);
  if (!pairs) {
    transfer.notes.push(`the state of the optimizer ${className} does not fit the weights; it is not loaded.`);
    return;
  }
  for (const [variable, array] of pairs) transfer.add(variable, array, `${where}: optimizer`);
}

/** Which variable takes what; undefined when a slot is missing. */
function pairsOf(
  optimizer: Optimizer,
  shares: readonly Share[],
  places: readonly Place[],
  { iteration, learningRate, product, slots }: OptimizerState,
): [Variable, StoredArray][] | undefined {
  const named = new Map(optimizer.variables.map((variable) => [variable.name, variable]));
  const pairs: [Variable, StoredArray][] = [];
  if (iteration) pairs.push([optimizer.iterationVariable, counted(iteration)]);
  if (learningRate && optimizer.learningRateVariable) pairs.push([optimizer.learningRateVariable, learningRate]);
  const momentum = named.get("variable");
  if (product && momentum) pairs.push([momentum, product]);
  for (const [suffix, list] of slots) {
    const slotOf = ({ path }: Variable): Variable | undefined => named.get(`${path.replaceAll("/", "_")}_${suffix}`);
    // Keras 1 kept momentums also where they are zero.
    if (shares.every(({ variables }) => variables.every((weight) => slotOf(weight) === undefined))) continue;
    for (const share of shares) {
      const own = share.arrays.map(
        (_, index) => list[places.findIndex((at) => at.share === share && at.index === index)],
      );
      if (!own.every((array, i) => array && sameShape(array.shape, share.arrays[i]!.shape))) return undefined;
      // What was joined of several weights, as the two biases of cuDNN, has no slots.
      const sizes = (shapes: readonly (readonly number[])[]): number =>
        shapes.reduce((sum, at) => sum + countOf(at), 0);
      if (sizes(own.map((array) => array!.shape)) !== sizes(share.variables.map((weight) => weight.dims)))
        return undefined;
      const ready = share.convert(own as StoredArray[]);
      for (const [i, weight] of share.variables.entries()) {
        const variable = slotOf(weight);
        const array = ready[i];
        if (!variable || !array || !sameShape(variable.dims, array.shape)) return undefined;
        pairs.push([variable, array]);
      }
    }
  }
  return pairs;
}
