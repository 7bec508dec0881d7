/** Operations of TensorFlow in the files of tf.keras 2, as ops of Keras 3 on the tensors of a model. */
import { FormatError, KeratinError } from "../../../core/errors";
import { isPlain, isSymbolic } from "../../../core/symbolic";
import type { Tensor } from "../../../core/tensor";
import type { Config } from "../../../nn/core/serialize";
import type { SavedOperation } from "../../operations";
import { Call, type Result } from "./call";
import { FOLDINGS } from "./folding";
import { IMAGES } from "./images";
import { LINALG } from "./linalg";
import { MAKERS } from "./makers";
import { MATH } from "./math";
import { freeName, nameOps } from "./names";
import { NN } from "./nn";
import { REDUCTIONS } from "./reductions";
import { RESIZING } from "./resizing";
import { SHAPES } from "./shapes";
import { SLICES } from "./slices";
import { find, type Table } from "./table";
import { Fixed } from "./values";
import { WINDOWS } from "./windows";

const FUNCTIONS: Table = {
  ...MATH,
  ...REDUCTIONS,
  ...SHAPES,
  ...SLICES,
  ...MAKERS,
  ...NN,
  ...WINDOWS,
  ...IMAGES,
  ...RESIZING,
  ...LINALG,
};

/** Functions that no model of Keras 3 can have, and why. */
const IMPOSSIBLE: readonly (readonly [RegExp, string])[] = [
  [/^(compat\.v1\.)?random\.|^Random|^image\.(stateless_)?random_|^nn\.experimental\./, "draws random numbers"],
  [/^(compat\.v1\.)?(ragged|sparse)\.|^Sparse|^Ragged/, "takes ragged or sparse tensors"],
  [/^(compat\.v1\.)?(strings|io)\.|^String/, "works on text"],
  [
    /^(compat\.v1\.)?(boolean_mask|unique|unique_with_counts|dynamic_partition)$|^Unique/,
    "gives as many elements as it finds",
  ],
  [
    /^(compat\.v1\.)?(cond|case|while_loop|map_fn|scan|foldl|foldr|py_function|numpy_function)$|^(Switch|Merge|If|While|Stateless(If|While))$/,
    "decides what runs",
  ],
  [/^signal\.i?r?(fft|stft|dct|mdct)/, "computes in complex numbers"],
];

/** The operation of an entry that the upgrade of an old config made. @throws FormatError for one that keratin has not. */
export function oldOperation(where: string, entry: Config): SavedOperation {
  const config = isPlain(entry.config) ? entry.config : {};
  const [name, fn] = [String(entry.name), String(entry.class_name)];
  const make = find(FUNCTIONS, fn);
  if (!make) {
    const why = IMPOSSIBLE.find(([pattern]) => pattern.test(fn))?.[1];
    throw new FormatError(
      where,
      `${name}: the operation of TensorFlow ${fn} is not supported: it ${why ?? "has no equal here"}`,
      {
        fix: "Build the model with layers, or with keras.ops in Keras 3, and copy the weights",
      },
    );
  }
  const folding = find(FOLDINGS, fn);
  const run = (call: Call): Result => (folding && call.isKnown ? folding(call) : undefined) ?? make(call);
  const taken = config.taken instanceof Set ? (config.taken as Set<string>) : new Set([name]);
  let own: string | undefined = name.includes("/") ? undefined : name;
  return {
    name,
    apply(args, kwargs) {
      const call = new Call(where, name, fn, args, kwargs, config.version);
      try {
        const result = run(call);
        const list = (Array.isArray(result) ? result : [result]).map((x: Tensor | Fixed) => {
          const isConstant = !(x instanceof Fixed) && x.source.kind !== "symbolic";
          return isConstant ? call.fixed(x, x.dtype) : x;
        });
        nameOps(own ?? freeName(taken, name), list.filter(isSymbolic), [args, kwargs], taken);
        own = undefined;
        return (Array.isArray(result) ? list : list[0]) as Tensor | Tensor[];
      } catch (error) {
        if (error instanceof FormatError || !(error instanceof KeratinError)) throw error;
        throw new FormatError(where, `${name}: the operation ${fn} cannot be computed here (${error.message})`);
      }
    },
  };
}
