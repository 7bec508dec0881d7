/** The family of activations: functions by Keras's names. */

import { ValueError } from "../core/errors";
import { lookUp } from "../core/lookup";
import { isPlain } from "../core/symbolic";
import type { Tensor } from "../core/tensor";
import { linear } from "./activations/linear";
import type { Activation } from "./core/activation";
import { oldActivation, oldConfig } from "./core/old_activations";
import { type CustomObjects, findRegistered } from "./core/serialize";
import { ALL } from "./gen/activations";

export * from "./gen/activations_public";

/** The activation of a name, a function, a config, or nothing (linear). @throws ValueError for an unknown name. */
export function get(identifier?: unknown, where = "activations", custom: CustomObjects = {}): Activation {
  if (identifier === undefined || identifier === null) return { name: "linear", fn: linear };
  if (typeof identifier === "function") {
    const fn = identifier as (x: Tensor) => Tensor;
    return { name: nameOf(fn), fn };
  }
  const layer = asLayer(identifier);
  if (layer) return { name: undefined, layer, fn: (x) => layer.apply(x) };
  if (isPlain(identifier)) {
    const old = oldActivation(identifier.registered_name);
    if (old) return old;
    if (typeof identifier.fn === "function") return identifier as unknown as Activation;
    const name = typeof identifier.config === "string" ? identifier.config : identifier.class_name;
    if (typeof name === "string") return get(name, where, custom);
  }
  if (typeof identifier === "string") {
    const old = oldActivation(identifier);
    if (old) return old;
    const own = lookUp(custom, identifier) ?? findRegistered(identifier);
    if (typeof own === "function") return { name: identifier, fn: own as unknown as (x: Tensor) => Tensor };
    const entry = ALL.find(({ name, aliases }) => name === identifier || aliases.includes(identifier));
    if (entry) return { name: entry.name, fn: entry.fn };
  }
  throw new ValueError(where, "the activation is unknown", {
    expected: `a function of a tensor, or one of ${ALL.map((entry) => entry.name).join(", ")}`,
    received: { activation: identifier },
  });
}

/** A layer, which is a function of a tensor as well. */
function asLayer(value: unknown): { apply(x: Tensor): Tensor } | undefined {
  const { apply, call, getConfig } = (value ?? {}) as Record<string, unknown>;
  const is = [apply, call, getConfig].every((method) => typeof method === "function") && typeof value === "object";
  return is ? (value as { apply(x: Tensor): Tensor }) : undefined;
}

function nameOf(fn: (x: Tensor) => Tensor): string | undefined {
  return ALL.find((entry) => entry.fn === fn)?.name;
}

/** Keras's config of an activation; of a layer itself, whose config is up to whoever writes it. @throws ValueError for a function without a name in Keras. */
export function serialize(activation: Activation | ((x: Tensor) => Tensor)): unknown {
  const known = get(activation);
  if (known.layer) return known.layer;
  if (known.name && oldActivation(known.name)) return oldConfig(known.name);
  if (known.name) return known.name;
  throw new ValueError("activations", "a function of your own cannot be saved", {
    received: { activation: known.fn },
    fix: "Use a layer of your own with a className, or a named activation",
  });
}

/** The function of Keras's config. */
export function deserialize(config: unknown, custom: CustomObjects = {}): (x: Tensor) => Tensor {
  return get(config, "activations", custom).fn;
}
