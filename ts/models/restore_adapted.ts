/** Weights that Keras 3 quantized or gave LoRA, of whole models in HDF5, into the layers of a model. */
import { FormatError } from "../core/errors";
import type { Variable } from "../core/variable";
import type { Layer } from "../layers/core/layer";
import { adaptedIn, loraScale, plainArrays } from "../saving/adapted";
import type { LayerArrays, StoredArray } from "../saving/stored";
import type { Transfer } from "./transfer";

/** What is left to be filled by its place. */
interface Rest {
  readonly arrays: readonly StoredArray[];
  /** The weights that have been filled. */
  readonly filled: ReadonlySet<Variable>;
}

/** Adds the weights of all layers in `layer`, itself included, that are quantized or have LoRA in the file. */
export function fillAdapted(
  transfer: Transfer,
  layer: Layer,
  { arrays }: LayerArrays,
  inLayer: string,
  config: unknown,
): Rest {
  const adapted = adaptedIn(arrays);
  const filled = new Set<Variable>();
  if (adapted.size === 0) return { arrays, filled };
  const leaves = leavesOf(layer, []);
  for (const [path, own] of adapted) {
    const { leaf } = nearest(leaves, path.split("/"));
    if (!leaf) throw new FormatError(inLayer, `the file has weights of "${path}", which the model does not have`);
    const variables = leaf.ownVariables;
    const ready = plainArrays(
      {
        where: `${inLayer}: "${path}"`,
        className: leaf.savedClass,
        names: variables.map(({ name }) => name),
        shapes: variables.map(({ dims }) => dims),
        equation: (leaf as { equation?: string }).equation,
      },
      own,
      loraScale(config, path),
    );
    variables.forEach((variable, i) => {
      transfer.add(variable, ready[i]!, inLayer);
      filled.add(variable);
    });
  }
  const taken = new Set([...adapted.values()].flat());
  return { arrays: arrays.filter((array) => !taken.has(array)), filled };
}

interface Leaf {
  readonly leaf: Layer;
  /** The names of the layers around it, and its own. */
  readonly names: readonly string[];
}

function leavesOf(layer: Layer, around: readonly string[]): Leaf[] {
  const names = [...around, layer.name];
  const inner = layer.sublayers.flatMap((part) => leavesOf(part, names));
  return layer.ownVariables.length > 0 ? [{ leaf: layer, names }, ...inner] : inner;
}

/** The leaf whose names end most like a path. */
function nearest(leaves: readonly Leaf[], path: readonly string[]): Partial<Leaf> {
  let best: Partial<Leaf> = {};
  let most = 0;
  for (const one of leaves) {
    let same = 0;
    while (same < path.length && one.names.at(-1 - same) === path.at(-1 - same)) same++;
    if (same > most) [best, most] = [one, same];
  }
  return best;
}
