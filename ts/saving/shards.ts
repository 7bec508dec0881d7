/** Weights in several files, as `save_weights(path, max_shard_size=...)` of Keras 3 writes them: an index and its shards. */
import { FormatError } from "../core/errors";
import type { OpenBeside } from "../platform/files";
import { openHdf5 } from "./hdf5/open";
import { datasetTree } from "./hdf5/tree";
import type { JsonValue } from "./json";
import { Pages } from "./pages";
import type { StoredArray, StoredModel, StoredTree } from "./stored";

/** More shards than this are none. */
const MOST_SHARDS = 10_000;

/** Whether JSON is the index of shards. */
export function isShardIndex(value: JsonValue): boolean {
  return typeof value === "object" && value !== null && "weight_map" in value;
}

/** The weights that an index leads to. */
export async function readShards(
  value: JsonValue,
  where: string,
  bytes: number,
  open: OpenBeside,
): Promise<StoredModel> {
  const { weight_map: map } = value as { [key: string]: JsonValue };
  const groups = new Map<string, string[]>();
  if (typeof map !== "object" || map === null || Array.isArray(map)) {
    throw new FormatError(where, "the index of shards has no weight_map");
  }
  for (const [path, files] of Object.entries(map)) {
    const list = (Array.isArray(files) ? files : [files]).map(String);
    groups.set(path.replace(/^\//, ""), list);
  }
  const names = [...new Set([...groups.values()].flat())];
  if (names.length > MOST_SHARDS) {
    throw new FormatError(where, "the index has too many shards", { expected: `${MOST_SHARDS} or fewer` });
  }
  const trees = new Map<string, StoredTree>();
  let stored = 0;
  for (const name of names) {
    const pages = Pages.from(await open(name));
    stored += pages.size;
    trees.set(name, datasetTree(await pages.settle(() => openHdf5(pages, `${where}: ${name}`))));
  }
  return {
    where,
    format: "shards",
    bytes: bytes + stored,
    writer: { name: "Keras", version: "3" },
    weights: joinedTree(groups, trees),
    assets: new Map(),
  };
}

/** The trees of all shards as one. */
function joinedTree(
  groups: ReadonlyMap<string, readonly string[]>,
  trees: ReadonlyMap<string, StoredTree>,
): StoredTree {
  const all = [...trees.values()];
  return {
    kind: "tree",
    async keys(path) {
      const found = new Set<string>();
      let known = false;
      for (const tree of all) {
        const keys = await tree.keys(path);
        known ||= keys !== undefined;
        for (const key of keys ?? []) found.add(key);
      }
      return known ? [...found] : undefined;
    },
    async array(path) {
      const group = path.slice(0, Math.max(0, path.lastIndexOf("/")));
      const own = (groups.get(group) ?? []).map((name) => trees.get(name)!);
      for (const tree of own.length ? own : all) {
        const array = await tree.array(path);
        if (array) return array;
      }
      return undefined;
    },
    async all() {
      const arrays: StoredArray[] = [];
      for (const tree of all) arrays.push(...(await tree.all()));
      return arrays;
    },
  };
}
