/** What is tried with a mutant: every way into a file. */
import { inspectFile, KeratinError, loadModel } from "keratin";
import { KeratinError as SourceError } from "../../ts/core/errors";
import type { Hdf5Dataset } from "../../ts/saving/hdf5/dataset";
import type { Hdf5Group } from "../../ts/saving/hdf5/group";
import { openHdf5 } from "../../ts/saving/hdf5/open";
import { isHdf5 } from "../../ts/saving/hdf5/superblock";
import { mutateBytes } from "./bytes";
import type { Original } from "./corpus";
import { Random } from "./random";
import { mutateHdf5, mutateText, mutateZip } from "./structures";

/** A mutant: a file, and those that it names. */
export interface Mutant {
  readonly original: string;
  readonly bytes: Uint8Array;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** Mutant number `index` of a seed. */
export function mutant(originals: readonly Original[], seed: number, index: number): Mutant {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index, 0x85ebca6b));
  for (let i = 0; i < 4; i++) random.next();
  const original = random.pick(originals);
  const names = Object.keys(original.files);
  if (names.length && random.chance(0.3)) {
    const name = random.pick(names);
    const bytes = original.files[name]!;
    const changed = isHdf5(bytes) ? mutateHdf5(bytes, random) : mutateBytes(bytes, random);
    return { original: original.name, bytes: original.bytes, files: { ...original.files, [name]: changed } };
  }
  const change = { zip: mutateZip, hdf5: mutateHdf5, text: mutateText, bytes: mutateBytes }[original.kind];
  const bytes = random.chance(0.25) ? mutateBytes(original.bytes, random) : change(original.bytes, random);
  return { original: original.name, bytes, files: original.files };
}

/** Reads all that there is in an HDF5 file, up to a number of objects. */
function readAll(root: Hdf5Group): void {
  let count = 0;
  const walk = (node: Hdf5Group | Hdf5Dataset): void => {
    if (++count > 500) return;
    for (const key of node.attributes.keys()) node.attributes.get(key);
    if (node.kind === "dataset") node.read();
    else for (const key of node.keys()) walk(node.get(key) as Hdf5Group);
  };
  walk(root);
}

/** What came of a mutant. */
export interface Outcome {
  /** Whether a model, or all that is in the file, came out. */
  readonly loaded: boolean;
  /** What must not be: an error that is not of ours. */
  readonly fault?: string;
}

/** Tries all ways into a mutant. */
export async function attempt({ bytes, files }: Mutant): Promise<Outcome> {
  let loaded = false;
  const ways: (() => unknown)[] = [
    () => inspectFile(bytes, { files }),
    async () => {
      const model = await loadModel(bytes, { files });
      loaded = true;
      model.dispose();
    },
    () => isHdf5(bytes) && readAll(openHdf5(bytes)),
  ];
  for (const way of ways) {
    try {
      await way();
    } catch (error) {
      const ours = error instanceof KeratinError || error instanceof SourceError;
      if (!ours) return { loaded, fault: (error as Error)?.stack ?? String(error) };
    }
  }
  return { loaded };
}
