/** Where the weights of a model stand in the trees of several versions of Keras. */
import type { Layer } from "../layers/core/layer";
import type { StoredTree } from "../saving/stored";
import type { Model } from "./model";
import { type WeightGroup, weightGroups } from "./paths";

/** What tf.keras 2.12 to 2.14 called the list of a model's layers. */
export const OLD_LIST = "_layer_checkpoint_dependencies";

/** Finds the groups of layers. */
export class Locator {
  readonly #tree: StoredTree;
  readonly #keys = new Map<string, Promise<readonly string[] | undefined>>();
  /** Paths that count weighted layers alone, as some old lists do. */
  readonly #weighted: ReadonlyMap<Layer, string>;
  /** Paths in the list of a model with a call of its own. */
  readonly #listed: ReadonlyMap<Layer, string>;
  /** How many layers of a class are beside one another, by the path of the first. */
  readonly #siblings = new Map<string, number>();

  constructor(tree: StoredTree, model: Model, groups: readonly WeightGroup[], asFiled: boolean) {
    this.#tree = tree;
    for (const { path } of groups) {
      const first = path.replace(/_\d+$/, "");
      this.#siblings.set(first, (this.#siblings.get(first) ?? 0) + 1);
    }
    this.#weighted = new Map(
      weightGroups(model, { counted: "weighted", asFiled }).map(({ layer, path }) => [layer, path]),
    );
    this.#listed = new Map(weightGroups(model, { listed: true, asFiled }).map(({ layer, path }) => [layer, path]));
  }

  /** The path of a layer's group; undefined when the file has none. */
  async find(layer: Layer, path: string): Promise<string | undefined> {
    const listed = this.#listed.get(layer) ?? path;
    return (await this.#at(layer, path)) ?? (listed === path ? undefined : await this.#at(layer, listed));
  }

  async #at(layer: Layer, path: string): Promise<string | undefined> {
    const parts = path.split("/").filter(Boolean);
    const weighted = this.#weighted.get(layer)?.split("/") ?? parts;
    let at = "";
    for (const [i, part] of parts.entries()) {
      const keys = await this.#keysOf(at);
      const all =
        this.#siblings.get(
          parts
            .slice(0, i + 1)
            .join("/")
            .replace(/_\d+$/, ""),
        ) ?? 0;
      const found = keys && (at.endsWith(OLD_LIST) ? nth(keys, part, all, weighted[i] ?? part) : child(keys, part));
      if (found === undefined) return undefined;
      at = at ? `${at}/${found}` : found;
    }
    return at;
  }

  #keysOf(path: string): Promise<readonly string[] | undefined> {
    let keys = this.#keys.get(path);
    if (!keys) this.#keys.set(path, (keys = this.#tree.keys(path)));
    return keys;
  }
}

/** A member of a group by its name, which once was private; or the only one that is spelled alike, as "attnQ" for "attn_q". */
function child(keys: readonly string[], name: string): string | undefined {
  const names = name === "layers" ? [name, OLD_LIST] : [name, `_${name}`];
  const own = names.find((one) => keys.includes(one));
  if (own !== undefined) return own;
  const plain = (text: string): string => text.replaceAll("_", "").toLowerCase();
  const alike = keys.filter((key) => plain(key) === plain(name));
  return alike.length === 1 ? alike[0] : undefined;
}

/**
 * A member of an old list, whose numbers have gaps: the nth of its class, where the list has as many of it as the model;
 * else the nth among those that have weights.
 */
function nth(keys: readonly string[], part: string, all: number, weighted: string): string | undefined {
  const [, base, n = "0"] = /^(.*?)(?:_(\d+))?$/.exec(part)!;
  const number = (key: string): number => Number(key.slice(base!.length + 1) || 0);
  const same = keys.filter(
    (key) => key === base || (key.startsWith(`${base}_`) && /^\d+$/.test(key.slice(base!.length + 1))),
  );
  same.sort((a, b) => number(a) - number(b));
  return same[Number(same.length === all ? n : (/_(\d+)$/.exec(weighted)?.[1] ?? 0))];
}
