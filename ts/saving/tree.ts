/** Arrays under paths as a tree. */
import type { StoredArray, StoredTree } from "./stored";

/** The tree of arrays whose names are their paths. */
export function pathTree(arrays: readonly StoredArray[]): StoredTree {
  const byPath = new Map(arrays.map((array) => [array.name, array]));
  const groups = new Map<string, Set<string>>([["", new Set()]]);
  for (const { name } of arrays) {
    const parts = name.split("/");
    parts.forEach((part, i) => {
      const group = parts.slice(0, i).join("/");
      groups.set(group, (groups.get(group) ?? new Set()).add(part));
    });
  }
  return {
    kind: "tree",
    async keys(path) {
      const keys = groups.get(path);
      return keys && [...keys];
    },
    async array(path) {
      return byPath.get(path);
    },
    async all() {
      return arrays;
    },
  };
}
