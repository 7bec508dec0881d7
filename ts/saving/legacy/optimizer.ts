/** The state of optimizers in HDF5 files of Keras 1 and 2, by the names that Keras 3 has for slots. */
import { lookUp } from "../../core/lookup";
import type { StoredArray } from "../stored";

/** Slots of all variables, in their order; the iteration, where the file has it. */
export interface OptimizerState {
  readonly iteration: StoredArray | undefined;
  readonly learningRate: StoredArray | undefined;
  /** The product of momentums, of Nadam. */
  readonly product: StoredArray | undefined;
  /** By the ends of the names that Keras 3 gives to slots. */
  readonly slots: ReadonlyMap<string, readonly StoredArray[]>;
}

/** The slots of each optimizer: how TensorFlow named them, and what Keras 3 calls them, in the order of Keras's own lists. */
const SLOTS: Readonly<Record<string, ReadonlyArray<readonly [names: readonly string[], suffix: string]>>> = {
  SGD: [[["momentum", "m"], "momentum"]],
  RMSprop: [
    [["rms", "velocity"], "velocity"],
    [["momentum"], "momentum"],
    [["mg", "average_gradient"], "average_gradient"],
  ],
  Adagrad: [[["accumulator"], "accumulator"]],
  Adadelta: [
    [["accum_grad", "accumulated_grad"], "accumulated_grad"],
    [["accum_var", "accumulated_delta_var"], "accumulated_delta_var"],
  ],
  Adam: [
    [["m", "momentum"], "momentum"],
    [["v", "velocity"], "velocity"],
    [["vhat", "velocity_hat"], "velocity_hat"],
  ],
  Adamax: [
    [["m", "momentum"], "momentum"],
    [["v", "u", "norm"], "norm"],
  ],
  Nadam: [
    [["m", "momentum"], "momentum"],
    [["v", "velocity"], "velocity"],
  ],
  Ftrl: [
    [["accumulator"], "accumulator"],
    [["linear"], "linear"],
  ],
};

/** The state in arrays that stand in a file's order; undefined when it cannot be told what is what. */
export function optimizerState(
  className: string,
  arrays: readonly StoredArray[],
  count: number,
): OptimizerState | undefined {
  const known = lookUp(SLOTS, className === "AdamW" ? "Adam" : className);
  if (!known) return undefined;
  const { own, rest } = scalarsOf(arrays, count);
  const named = byNames(known, rest, count);
  if (named) return { ...own, slots: named };
  // Keras's own optimizers kept one kind of slot behind the other, under names that say nothing.
  if (count === 0 || rest.length % count !== 0) return rest.length === 0 ? { ...own, slots: new Map() } : undefined;
  const slots = new Map<string, readonly StoredArray[]>();
  for (let i = 0; i * count < rest.length; i++) {
    const [, suffix] = known[i] ?? [];
    const part = rest.slice(i * count, (i + 1) * count);
    // Without amsgrad, placeholders of one element.
    if (
      suffix &&
      !(suffix === "velocity_hat" && part.every((array) => array.shape.length === 1 && array.shape[0] === 1))
    ) {
      slots.set(suffix, part);
    }
  }
  return { ...own, slots };
}

const ITERATION = /(^|\/)iterations?(_\d+)?(:0)?$/;
const LEARNING_RATE = /(^|\/)learning_rate(:0)?$/;
const PRODUCT = /(^|\/)(m_schedule|momentum_cache|_?u_product|variable)(_\d+)?(:0)?$/i;

/** The numbers that belong to no weight, and the rest. */
function scalarsOf(
  arrays: readonly StoredArray[],
  count: number,
): { own: Omit<OptimizerState, "slots">; rest: readonly StoredArray[] } {
  const scalars = arrays.filter(({ shape }) => shape.length === 0);
  const named = (pattern: RegExp): StoredArray | undefined => scalars.find(({ name }) => pattern.test(name));
  const learningRate = named(LEARNING_RATE);
  const counted = named(ITERATION) ?? scalars.find(({ dtype }) => /int/.test(dtype));
  // Keras 1 calls the count of steps like anything else, but puts it first; weights of no dimension have slots like it.
  const more = arrays.length % Math.max(count, 1) !== 0;
  const iteration = counted ?? (more && arrays[0]?.shape.length === 0 ? arrays[0] : undefined);
  const product = scalars.find((array) => array !== iteration && PRODUCT.test(array.name));
  const taken = [iteration, learningRate, product];
  return { own: { iteration, learningRate, product }, rest: arrays.filter((array) => !taken.includes(array)) };
}

/** Slots by what TensorFlow called them: `Adam/dense/kernel/m`, from 2.11 on `Adam/m/dense/kernel`. */
function byNames(
  known: ReadonlyArray<readonly [names: readonly string[], suffix: string]>,
  arrays: readonly StoredArray[],
  count: number,
): ReadonlyMap<string, readonly StoredArray[]> | undefined {
  const slots = new Map<string, StoredArray[]>();
  for (const array of arrays) {
    const parts = array.name.replace(/:\d+$/, "").split("/");
    const first = parts.findIndex((part, i) => i > 0 && known.some(([names]) => names.includes(part)));
    const candidates = [parts.at(-1)!, parts[first] ?? ""];
    // Keras 3 writes `adam/dense_kernel_velocity_hat`.
    const ends = [...known]
      .sort((a, b) => b[1].length - a[1].length)
      .find(([, end]) => parts.at(-1)!.endsWith(`_${end}`));
    const slot = known.find(([names]) => candidates.some((part) => names.includes(part))) ?? ends;
    if (!slot) return undefined;
    slots.set(slot[1], [...(slots.get(slot[1]) ?? []), array]);
  }
  return [...slots.values()].every((list) => list.length === count) ? slots : undefined;
}
