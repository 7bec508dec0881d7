/** A group: named datasets and further groups. */

import { FormatError } from "../../core/errors";
import { Hdf5Attributes } from "./attributes";
import { Hdf5Dataset } from "./dataset";
import type { Hdf5File } from "./file";
import { MESSAGE, type ObjectHeader, readHeader } from "./header";
import { isGroup, type Link, readLinks } from "./links";

/** Groups may lie this deep in one another. */
const MOST_DEPTH = 128;
/** A listing of the whole tree stops here. */
const MOST_DATASETS = 1_000_000;

/**
 * A group of an HDF5 file. Opening it reads its own header only; members are read when asked for.
 *
 * @example
 * const root = openHdf5(bytes);
 * root.keys() // ["layers", "optimizer", "vars"]
 * root.get("layers/dense/vars/0") // Hdf5Dataset
 */
export class Hdf5Group {
  readonly kind = "group";
  /** The path from the root, as "/layers/dense"; "/" for the root itself. */
  readonly path: string;
  readonly attributes: Hdf5Attributes;
  readonly #header: ObjectHeader;
  /** The groups from the root down to this one. */
  readonly #line: readonly number[];

  constructor(header: ObjectHeader, path: string, line: readonly number[]) {
    this.#header = header;
    this.path = path || "/";
    this.#line = line;
    this.attributes = new Hdf5Attributes(header, this.path);
  }

  /** The name of the group for error messages: the file and the path. */
  get where(): string {
    return `${this.#file.name}:${this.path}`;
  }

  /** Runs what looks into a file that need not be in memory, until all that it looks at is. */
  settle<T>(body: () => T): Promise<T> {
    return this.#file.pages.settle(body);
  }

  /** The names of the members, in the file's order ("10" before "2" in files of Keras). Throws FormatError when the file is broken there. */
  keys(): string[] {
    return [...this.#links().keys()];
  }

  /** Whether there is something at a path below this group. Throws FormatError when the file is broken on the way. */
  has(path: string): boolean {
    const names = split(path);
    const last = names.pop();
    if (last === undefined) return true;
    const parent = this.get(names.join("/"));
    return parent instanceof Hdf5Group && parent.#links().has(last);
  }

  /**
   * The group or dataset at a path below this group, or undefined when there is none. Throws FormatError when the file is
   * broken on the way, or the path leads through a soft or external link.
   *
   * @example root.get("layers/dense/vars")
   */
  get(path: string): Hdf5Group | Hdf5Dataset | undefined {
    let node: Hdf5Group | Hdf5Dataset = this;
    for (const name of split(path)) {
      if (!(node instanceof Hdf5Group)) return undefined;
      const next: Hdf5Group | Hdf5Dataset | undefined = node.#member(name);
      if (!next) return undefined;
      node = next;
    }
    return node;
  }

  /** The group at a path. Throws FormatError when there is none; see `get`. */
  group(path: string): Hdf5Group {
    const node = this.get(path);
    if (node instanceof Hdf5Group) return node;
    throw this.#missing(path, "group", node);
  }

  /** The dataset at a path. Throws FormatError when there is none; see `get`. */
  dataset(path: string): Hdf5Dataset {
    const node = this.get(path);
    if (node instanceof Hdf5Dataset) return node;
    throw this.#missing(path, "dataset", node);
  }

  /**
   * All datasets below this group by their paths relative to it. Throws FormatError when the file is broken, and when
   * there are more than a million.
   *
   * @example [...openHdf5(bytes).datasets().keys()] // ["layers/dense/vars/0", "layers/dense/vars/1"]
   */
  datasets(): Map<string, Hdf5Dataset> {
    const found = new Map<string, Hdf5Dataset>();
    let steps = 0;
    const walk = (group: Hdf5Group, prefix: string): void => {
      for (const name of group.keys()) {
        if (++steps > MOST_DATASETS)
          throw this.#file.error("the file lists too many members", { expected: `${MOST_DATASETS} or fewer` });
        const member = group.#member(name);
        if (member instanceof Hdf5Dataset) found.set(prefix + name, member);
        else if (member) walk(member, `${prefix}${name}/`);
      }
    };
    walk(this, "");
    return found;
  }

  get #file(): Hdf5File {
    return this.#header.file;
  }

  #links(): ReadonlyMap<string, Link> {
    return this.#file.inside(this.path, () => readLinks(this.#header));
  }

  #member(name: string): Hdf5Group | Hdf5Dataset | undefined {
    const link = this.#links().get(name);
    if (!link) return undefined;
    const path = this.path === "/" ? `/${name}` : `${this.path}/${name}`;
    return this.#file.inside(path, () => {
      if ("refused" in link) throw this.#file.unsupported(link.refused);
      const header = readHeader(this.#file, link.address);
      if (header.has(MESSAGE.layout)) return new Hdf5Dataset(header, path);
      if (!isGroup(header)) {
        const named = header.has(MESSAGE.datatype);
        throw named
          ? this.#file.unsupported("a named datatype as a member")
          : this.#file.error("a member is neither a group nor a dataset");
      }
      if (this.#line.includes(header.address))
        throw this.#file.error("a group contains itself", { fix: "The file is damaged" });
      if (this.#line.length >= MOST_DEPTH)
        throw this.#file.error("groups are nested too deeply", { expected: `${MOST_DEPTH} levels or fewer` });
      return new Hdf5Group(header, path, [...this.#line, header.address]);
    });
  }

  #missing(path: string, wanted: string, found: Hdf5Group | Hdf5Dataset | undefined): FormatError {
    const what = found ? `"${path}" is a ${found.kind}, not a ${wanted}` : `there is no ${wanted} "${path}"`;
    return new FormatError(this.where, what, {
      expected: "a name that the group has",
      received: { names: this.keys() },
    });
  }
}

function split(path: string): string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}
