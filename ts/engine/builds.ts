/** The builds of the engine: one is inlined, the others are imports of their own. */
import { StateError } from "../core/errors";

/**
 * `simd`: the same bits everywhere. `relaxed`: fused multiply-add. `wide`: the bits of `simd`, two vectors at a time. `relaxed-wide`: the
 * bits of `relaxed`, two vectors at a time.
 */
export type Build = "simd" | "relaxed" | "wide" | "relaxed-wide";

export const BUILDS: readonly Build[] = ["simd", "relaxed", "wide", "relaxed-wide"];

/** Whether a build multiplies and adds in one rounding. */
export function isRelaxed(build: Build): boolean {
  return build === "relaxed" || build === "relaxed-wide";
}

/** Whether a build is faster only where the host pairs vectors. */
export function isWide(build: Build): boolean {
  return build === "wide" || build === "relaxed-wide";
}

/** Where the imports leave their modules; a name, so that they need not know the library. */
const KEY = Symbol.for("keratin.builds");

/** A module in hexadecimal. @throws StateError when its import is missing. */
export function moduleText(build: Build): string {
  const known = (globalThis as { [KEY]?: Partial<Record<Build, string>> })[KEY];
  const text = known?.[build];
  if (text) return text;
  throw new StateError("init", `the ${build} build is not loaded`, { fix: `Write import "keratin/${build}" first` });
}
