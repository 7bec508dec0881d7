/** The datasets of an HDF5 file as stored arrays. */
import type { StoredArray, StoredTree } from "../stored";
import { Hdf5Dataset } from "./dataset";
import { Hdf5Group } from "./group";

/** A dataset as a stored array of a name. Its header has been read. */
export function datasetArray(dataset: Hdf5Dataset, name: string): StoredArray {
  return {
    name,
    shape: dataset.shape,
    dtype: dataset.dtypeName,
    pour: (Target, take) => dataset.pour(Target, take),
  };
}

/** The datasets below a group under their paths. */
export function datasetTree(root: Hdf5Group): StoredTree {
  const at = (path: string): Promise<Hdf5Group | Hdf5Dataset | undefined> => root.settle(() => root.get(path));
  const array = async (path: string): Promise<StoredArray | undefined> => {
    const node = await at(path);
    return node instanceof Hdf5Dataset ? root.settle(() => datasetArray(node, path)) : undefined;
  };
  const keys = async (path: string): Promise<string[] | undefined> => {
    const node = await at(path);
    return node instanceof Hdf5Group ? root.settle(() => node.keys()) : undefined;
  };
  return {
    kind: "tree",
    keys,
    array,
    async all() {
      const found: StoredArray[] = [];
      const walk = async (path: string): Promise<void> => {
        for (const key of (await keys(path)) ?? []) {
          const inner = path ? `${path}/${key}` : key;
          const one = await array(inner);
          if (one) found.push(one);
          else await walk(inner);
        }
      };
      await walk("");
      return found;
    },
  };
}
