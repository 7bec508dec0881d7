/** Opening an HDF5 file. */

import { Pages } from "../pages";
import { Hdf5File } from "./file";
import { Hdf5Group } from "./group";
import { readHeader } from "./header";
import { isGroup } from "./links";
import { readSuperblock } from "./superblock";

/**
 * Opens an HDF5 file and returns its root group. Only headers are read, and only those that are asked for; data comes as
 * views of `bytes` where it can, so keep `bytes` unchanged while the file is in use. What is called on a file that is not in
 * memory runs inside `settle` of its pages. `where` is what errors call the file. Throws FormatError when the bytes are not HDF5, are truncated, or use a newer format.
 *
 * @example
 * const root = openHdf5(bytes, "model.weights.h5");
 * for (const [path, dataset] of root.datasets()) console.log(path, dataset.dtype, dataset.shape);
 */
export function openHdf5(bytes: Uint8Array | Pages, where: string = "HDF5 file"): Hdf5Group {
  const file = new Hdf5File(bytes instanceof Pages ? bytes : Pages.of(bytes), where);
  const header = readHeader(file, readSuperblock(file));
  if (!isGroup(header)) throw file.error("the root of the file is not a group", { fix: "The file is damaged" });
  return new Hdf5Group(header, "", [header.address]);
}
