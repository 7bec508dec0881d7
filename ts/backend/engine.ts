/** The engine of this process: made at the first op, or by `init`. */
import type { Device } from "../core/device";
import { StateError, ValueError } from "../core/errors";
import { checkOptions } from "../core/options";
import { BUILDS, type Build, isRelaxed, isWide } from "../engine/builds";
import { WasmDevice } from "../engine/device";
import { MAX_THREADS } from "../engine/threads";
import { PASSES, type PassName } from "../graph/optimize";
import { verifyWide } from "./wide";

/** Options of `init`. */
export interface InitOptions {
  /** Threads that may run one program. Default: as many as there are cores. It changes no bit of any result. */
  threads?: number;
  /**
   * `"simd"`, the default: the same bits everywhere. `"relaxed"` (after `import "keratin/relaxed"`): fused multiply-add,
   * faster, with bits that depend on the machine. `"wide"` (after `import "keratin/wide"`): the bits of `simd`, pairs of
   * vectors in one instruction; Node 24 and later on x86-64, by an experimental flag of V8 for the whole process.
   * `"relaxed-wide"` (after `import "keratin/relaxed-wide"`): both, the fastest.
   */
  build?: Build;
  /** The most linear memory, in bytes. Default: 4 GiB, or what the host gives. */
  memory?: number;
  /** A compiled module, for hosts that cannot compile bytes. */
  module?: WebAssembly.Module;
  /** URL of the worker file of the package, for pages that forbid workers from `blob:`. */
  worker?: string | URL;
  /**
   * Passes of the compiler to switch off, for finding faults: `{ passes: { merge: false } }`. Without `steady` no packed weights are kept
   * between calls: less memory, slower predictions.
   */
  passes?: Partial<Record<PassName, boolean>>;
}

let options: InitOptions = {};
let current: WasmDevice | undefined;
let off: ReadonlySet<PassName> = new Set();

/** The engine in use; made when first needed. */
export function engine(): Device {
  current ??= makeEngine(options, off);
  return current;
}

/** Passes that are switched off. */
export function passesOff(): ReadonlySet<PassName> {
  return off;
}

/**
 * Sets up the engine before the first op. Without it the defaults hold. The number of threads may also be changed
 * later; resolves when they stand. `info()` says what was had.
 *
 * @throws StateError when the engine runs already, ValueError for an unknown option or a value out of range.
 * @example await init({ memory: 512 * 2 ** 20 }) // undefined
 */
export async function init(settings: InitOptions = {}): Promise<void> {
  const keys = ["threads", "build", "memory", "module", "worker", "passes"];
  checkOptions("init", settings, keys, "await init({ threads: 2, memory: 512 * 2 ** 20 })");
  const { threads } = settings;
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1 && threads <= MAX_THREADS)) {
    throw new ValueError("init", "threads is out of range", {
      expected: `a whole number from 1 to ${MAX_THREADS}`,
      received: { threads },
    });
  }
  const others = Object.keys(settings).some((key) => key !== "threads");
  if (
    current &&
    (others || threads === undefined || !(await current.exclusive(() => current!.threads.resize(threads))))
  ) {
    throw new StateError("init", "the engine runs already", {
      fix: "Call init before the first op; later only the number of threads can change, if it was more than one at first",
    });
  }
  if (!current) configure(settings);
  if (threads !== undefined && threads > 1) await (engine() as WasmDevice).threads.started();
}

function configure(settings: InitOptions): void {
  const { memory, module, worker, passes, build } = settings;
  if (build !== undefined && !BUILDS.includes(build)) {
    throw new ValueError("init", "there is no such build", { expected: BUILDS.join(", "), received: { build } });
  }
  if (memory !== undefined && !(memory >= 2 ** 20 && memory <= 2 ** 32)) {
    throw new ValueError("init", "memory is out of range", {
      expected: "bytes from 1 MiB to 4 GiB",
      received: { memory },
    });
  }
  if (module !== undefined && !(module instanceof WebAssembly.Module)) {
    throw new ValueError("init", "module is no compiled module", {
      expected: "a WebAssembly.Module",
      received: { module },
    });
  }
  if (worker !== undefined && typeof worker !== "string" && !(worker instanceof URL)) {
    throw new ValueError("init", "worker is no URL", { expected: "a string or URL", received: { worker } });
  }
  for (const name of Object.keys(passes ?? {})) {
    if (!(PASSES as readonly string[]).includes(name)) {
      throw new ValueError("init", `there is no pass "${name}"`, { expected: `one of ${PASSES.join(", ")}` });
    }
  }
  // What an earlier call said holds on; what this one says, if this machine can do it.
  const given = { ...options, ...settings };
  const without = new Set(PASSES.filter((name) => given.passes?.[name] === false));
  if (build && isWide(build)) verifyWide(build);
  if (build) current = makeEngine(given, without);
  options = given;
  off = without;
}

function makeEngine(given: InitOptions, without: ReadonlySet<PassName>): WasmDevice {
  const { memory, module, worker, build, threads = "cores" } = given;
  return new WasmDevice({
    memory,
    module,
    worker,
    build,
    threads,
    inPlace: !without.has("inPlace"),
    steady: !without.has("steady"),
  });
}

const UNFUSED = "this JavaScript engine does not fuse multiply and add, so relaxed is no faster than simd";

/** What runs. */
export interface Info {
  /** The device: "wasm". */
  device: string;
  /** The build of the engine. */
  build: Build;
  /** The most threads that run one program. */
  threads: number;
  /** Why so many, and what else is to know. */
  why: string;
  /** Bytes of linear memory: in use, and in all. */
  memory: { used: number; total: number };
}

/**
 * Says which build of the engine runs, with how many threads and how much memory.
 *
 * @example info().device // wasm
 */
export function info(): Info {
  const device = engine() as WasmDevice;
  const { count, why } = device.threads;
  const { build = "simd" } = options;
  const about = isRelaxed(build) && !device.exports.fused(1 + 2 ** -12) ? `${why}; ${UNFUSED}` : why;
  return { device: device.name, build, threads: count, why: about, memory: device.usage() };
}
