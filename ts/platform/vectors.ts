/** Vectors of 256 bits, where V8 can make them of pairs. */

/** The first version of V8 that knows the flag. */
const FIRST_V8 = 12;

interface Host {
  versions?: Record<string, string>;
  getBuiltinModule?: (name: string) => unknown;
}

interface V8 {
  setFlagsFromString?: (flag: string) => void;
}

/** Asks V8 to pair neighbouring vectors, for the whole process; false where it cannot be asked. */
export function pairVectors(): boolean {
  const host = (globalThis as { process?: Host }).process;
  // Older ones do not know the flag, and say so on the terminal.
  if (!(Number.parseInt(host?.versions?.["v8"] ?? "", 10) >= FIRST_V8)) return false;
  try {
    const v8 = host?.getBuiltinModule?.("node:v8") as V8 | undefined;
    if (!v8?.setFlagsFromString) return false;
    v8.setFlagsFromString("--experimental-wasm-revectorize");
    return true;
  } catch {
    return false;
  }
}
