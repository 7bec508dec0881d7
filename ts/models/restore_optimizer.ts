/** The state of optimizers of Keras 1 and 2, which stands in files as the weights do, into a model. */
import { FormatError } from "../core/errors";
import { sameShape } from "../core/shapes";
import type { Variable } from "../core/variable";
import type { Optimizer } from "../nn/core/optimizer";
import { Nadam } from "../nn/optimizers/nadam";
import { SGD } from "../nn/optimizers/sgd";
import { counted, derived, valuesOf } from "../saving/derived";
import { type OptimizerState, optimizerState } from "../saving/legacy/optimizer";
import { countOf, type StoredArray, type StoredTree } from "../saving/stored";
import type { Model } from "./model";
import { trainableAsFiled } from "./paths";
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
  stored: readonly StoredArray[],
  shares: readonly Share[],
  where: string,
  version: string,
): void {
  // What kept the scale of the loss of mixed precision stands before the optimizer that it held.
  const arrays = stored.filter(({ name }) => !/^loss_scale_optimizer(_\d+)?\//.test(name));
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
  // Keras 3 and the last of tf.keras 2 list them as they keep them.
  const straight = inOrder(optimizer, arrays);
  const whole = straight?.length === optimizer.variables.length && version.startsWith("3.");
  const pairs = whole ? straight : ((state && pairsOf(optimizer, shares, places, state)) ?? straight);
  if (!pairs) {
    transfer.notes.push(`the state of the optimizer ${className} does not fit the weights; it is not loaded.`);
    return;
  }
  for (const [variable, array] of pairs) transfer.add(variable, array, `${where}: optimizer`);
}

/** All variables with the arrays in their order; undefined when these do not fit. */
function inOrder(optimizer: Optimizer, arrays: readonly StoredArray[]): [Variable, StoredArray][] | undefined {
  const pairs = takenOf(optimizer, arrays.length)?.map((variable, i): [Variable, StoredArray] => [
    variable,
    // Keras 1 and 2 counted in float32.
    variable === optimizer.iterationVariable ? counted(arrays[i]!) : arrays[i]!,
  ]);
  return pairs?.every(([variable, { shape }]) => sameShape(variable.dims, shape)) ? pairs : undefined;
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
  const momentum = productOf(optimizer);
  const known = product ?? (iteration && momentum && made(optimizer, counted(iteration)));
  if (known && momentum) pairs.push([momentum, known]);
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

/** Adds the optimizer's state of a tree, where the file has all of it. */
export async function optimizerFromTree(
  transfer: Transfer,
  model: Model,
  tree: StoredTree,
  where: string,
  asFiled: boolean,
): Promise<void> {
  const optimizer = model.compiled?.optimizer;
  // What mixed_float16 scales losses with is around the optimizer itself.
  const inner = await tree.keys("optimizer/inner_optimizer/vars");
  const group = inner?.length ? "optimizer/inner_optimizer/vars" : "optimizer/vars";
  const saved = (await tree.keys(group))?.length ?? 0;
  if (!optimizer || saved === 0) return;
  if (!optimizer.built) optimizer.build(model.trainableWeights);
  const third = (await tree.array(`${group}/2`))?.shape.length;
  const taken = productThird(optimizer, takenOf(optimizer, saved), third === 0);
  if (!taken) {
    transfer.notes.push(
      `the optimizer has ${optimizer.variables.length} variables but the file has ${saved}; its state is not loaded.`,
    );
    return;
  }
  const arrays: StoredArray[] = [];
  const moved = asFiled ? slotsAsFiled(optimizer, model) : undefined;
  for (const [i, own] of taken.entries()) {
    const variable = moved?.get(own) ?? own;
    const array = await tree.array(`${group}/${i}`);
    if (!array) throw new FormatError(`${where}: optimizer`, `the variable ${variable.name} is missing`);
    transfer.add(variable, array, `${where}: optimizer`);
    arrays.push(array);
  }
  const product = productOf(optimizer);
  if (product && !taken.includes(product)) transfer.add(product, made(optimizer, arrays[0]!), `${where}: optimizer`);
}

/** For the slot at a place, the one whose values stand there in a file that lists the layers in another order. */
function slotsAsFiled(optimizer: Optimizer, model: Model): ReadonlyMap<Variable, Variable> {
  const moved = new Map<Variable, Variable>();
  const [here, there] = [model.trainableWeights, trainableAsFiled(model)];
  if (here.length !== there.length || here.every((variable, i) => variable === there[i])) return moved;
  const prefix = ({ path }: Variable): string => `${path.replaceAll("/", "_")}_`;
  const named = new Map(optimizer.variables.map((variable) => [variable.name, variable]));
  // The longest first: "a_kernel_" before "a_".
  const places = here.map((variable, i) => [prefix(variable), prefix(there[i]!)] as const);
  places.sort(([a], [b]) => b.length - a.length);
  for (const slot of optimizer.variables) {
    const [from, to] = places.find(([start]) => slot.name.startsWith(start)) ?? [];
    const other = from === undefined ? undefined : named.get(to! + slot.name.slice(from.length));
    if (other) moved.set(slot, other);
  }
  return moved;
}

/** The variables that stand in a file of `saved` arrays, in order; undefined when it is another optimizer's. */
function takenOf(optimizer: Optimizer, saved: number): readonly Variable[] | undefined {
  const { variables, learningRateVariable: rate } = optimizer;
  // A model that was compiled but never trained has the first two alone, or one.
  if (saved === variables.length || saved === 2 || saved === 1) {
    return saved === 1 && variables[1] !== rate ? variables.slice(0, 1) : variables.slice(0, saved);
  }
  // tf.keras 2 kept neither the learning rate nor Nadam's product, nor the places that Adafactor leaves empty.
  const product = productOf(optimizer);
  const [iteration] = variables;
  const empty = (one: Variable): boolean => one !== iteration && one.dtype === "int32";
  const old = variables.filter((one) => one !== rate && one !== product && !empty(one));
  if (saved === old.length) return old;
  // It kept momentums of SGD also where they are zero.
  const zeros = optimizer instanceof SGD && optimizer.momentum === 0;
  return zeros && saved > old.length ? old : undefined;
}

/** The variables in the order of the first Keras 3, in which Nadam's product, a scalar, came before the slots. */
function productThird(
  optimizer: Optimizer,
  taken: readonly Variable[] | undefined,
  scalar: boolean,
): readonly Variable[] | undefined {
  const product = productOf(optimizer);
  if (!scalar || !product || !taken?.includes(product) || taken[2]?.dims.length === 0) return taken;
  const rest = taken.filter((variable) => variable !== product);
  return [...rest.slice(0, 2), product, ...rest.slice(2)];
}

/** The variable that holds Nadam's product of momentums. */
function productOf(optimizer: Optimizer): Variable | undefined {
  return optimizer instanceof Nadam ? optimizer.variables.find(({ name }) => name === "variable") : undefined;
}

/** The product after the steps of `iteration`, where the file does not have it. */
function made(optimizer: Optimizer, iteration: StoredArray): StoredArray {
  return derived("product of momentums", [], async () => {
    const [steps = 0] = await valuesOf(iteration);
    const { beta1 } = optimizer as Nadam;
    let product = 1;
    // From some place on it is zero in float32.
    for (let step = 1; step <= Math.min(steps, 10_000); step++) product *= beta1 * (1 - 0.5 * 0.96 ** step);
    return Float32Array.of(product);
  });
}
