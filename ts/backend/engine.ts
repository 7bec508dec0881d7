/** The engine of this process: made at the first op, or by `init`. */
import type { Device } from "../core/device";
import { StateError, ValueError } from "../core/errors";
import { checkOptions } from "../core/options";
import { WasmDevice } from "../engine/device";
import { PASSES, type PassName } from "../graph/optimize";

/** Options of `init`. */
export interface InitOptions {
  /** The most linear memory, in bytes. Default: 4 GiB, or what the host gives. */
  memory?: number;
  /** A compiled module, for hosts that cannot compile bytes. */
  module?: WebAssembly.Module;
  /** Passes of the compiler to switch off, for finding faults: `{ passes: { merge: false } }`. */
  passes?: Partial<Record<PassName, boolean>>;
}

let options: InitOptions = {};
let current: WasmDevice | undefined;
let off: ReadonlySet<PassName> = new Set();

/** The engine in use; made when first needed. */
export function engine(): Device {
  current ??= new WasmDevice({ ...options, inPlace: !off.has("inPlace") });
  return current;
}

/** Passes that are switched off. */
export function passesOff(): ReadonlySet<PassName> {
  return off;
}

/**
 * Sets up the engine before the first op. Without it the defaults hold.
 *
 * @throws StateError when the engine runs already, ValueError for an unknown option.
 * @example await init({ memory: 512 * 2 ** 20 }) // undefined
 */
export async function init(settings: InitOptions = {}): Promise<void> {
  checkOptions("init", settings, ["memory", "module", "passes"], "await init({ memory: 512 * 2 ** 20 })");
  if (current) {
    throw new StateError("init", "the engine runs already", { fix: "Call init before the first op" });
  }
  const { memory, passes } = settings;
  if (memory !== undefined && !(memory >= 2 ** 20 && memory <= 2 ** 32)) {
    throw new ValueError("init", "memory is out of range", {
      expected: "bytes from 1 MiB to 4 GiB",
      received: { memory },
    });
  }
  for (const name of Object.keys(passes ?? {})) {
    if (!(PASSES as readonly string[]).includes(name)) {
      throw new ValueError("init", `there is no pass "${name}"`, { expected: `one of ${PASSES.join(", ")}` });
    }
  }
  options = settings;
  off = new Set(PASSES.filter((name) => passes?.[name] === false));
}

/** What runs. */
export interface Info {
  /** The device: "wasm". */
  device: string;
  /** The build of the engine and why. */
  build: string;
  threads: number;
  /** Bytes of linear memory: in use, and in all. */
  memory: { used: number; total: number };
}

/**
 * Says which build of the engine runs, with how many threads and how much memory.
 *
 * @example info().device // wasm
 */
export function info(): Info {
  const device = engine();
  return { device: device.name, build: "simd (strict, one thread)", threads: 1, memory: device.usage() };
}
