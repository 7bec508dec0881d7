/** Loads the engine's module: inlined, decoded and compiled when first needed. */

import { WASM } from "#wasm";
import { OPCODES_HASH } from "../../assembly/gen/opcode";
import { DeviceError } from "../core/errors";
import { fromHex } from "../platform/hex";
import { type Build, isRelaxed, moduleText } from "./builds";

/** What the module exports. */
export interface EngineExports {
  /** Runs a program; see assembly/engine/execute.ts. */
  execute(program: number, regions: number, state: number, scratch: number, budget: number): number;
  /** The first byte the host may use. */
  heapBase(): number;
  /** Runs the job of a team as a member; see assembly/engine/team.ts. */
  join(team: number, id: number): number;
  /** Sends all members of a team home. */
  abandon(team: number): void;
  /** Whether multiply-and-add rounds once, tried on a number. */
  fused(x: number): number;
  readonly opcodes: WebAssembly.Global;
}

/** Pages of 64 KiB that the module's memory import allows at most: 4 GiB. */
export const MAX_PAGES = 65536;

/** Compiled modules: the same for every engine of the process. */
const compiled = new Map<string, WebAssembly.Module>();

/** The compiled module of a build, for memory that is shared between threads or not. */
export function engineModule(build: Build, shared: boolean): WebAssembly.Module {
  const key = `${build} ${shared}`;
  let module = compiled.get(key);
  if (!module) compiled.set(key, (module = compile(build, shared)));
  return module;
}

function compile(build: Build, shared: boolean): WebAssembly.Module {
  // In hexadecimal: larger than base64 before a server packs it, smaller after, and read without any code of ours.
  const bytes = fromHex(build === "simd" ? WASM : moduleText(build));
  if (!shared) unshare(bytes);
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    throw refused(build, WebAssembly.validate(bytes), cause);
  }
}

function refused(build: Build, valid: boolean, cause: unknown): DeviceError {
  if (valid) {
    return new DeviceError("keratin", `this host does not compile WebAssembly (${(cause as Error).message})`, {
      fix: "Give a compiled module: init({ module }), or allow it: script-src 'wasm-unsafe-eval'",
      cause,
    });
  }
  if (isRelaxed(build)) {
    return new DeviceError("keratin", `this JavaScript engine cannot run the ${build} build`, {
      expected: "WebAssembly relaxed SIMD: Node 22, Deno 2, Bun 1.4, Chrome 114, Firefox 145 or later",
      fix: 'Leave build out, or write init({ build: "simd" })',
    });
  }
  return new DeviceError("keratin", "this JavaScript engine has no WebAssembly SIMD", {
    expected: "Node 16.4, Deno 1.9, Bun 1.0, Chrome 91, Firefox 89, Safari 16.4 or later",
    cause,
  });
}

/** The import of "env" "memory" with the flags of a shared memory that has a maximum. */
const MEMORY_IMPORT = [3, 0x65, 0x6e, 0x76, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2, 3];

/** Clears the shared flag of a module's memory import: the one byte in which the two builds differ. */
export function unshare(module: Uint8Array): void {
  for (let at = 8; at < module.length; at++) {
    if (!MEMORY_IMPORT.every((byte, i) => module[at + i] === byte)) continue;
    module[at + MEMORY_IMPORT.length - 1] = 1;
    return;
  }
  throw new DeviceError("keratin", "internal: the module imports no shared memory");
}

/** An instance over a memory. */
export function instantiate(memory: WebAssembly.Memory, module: WebAssembly.Module): EngineExports {
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as EngineExports;
  if (exports.opcodes.value !== OPCODES_HASH) {
    throw new DeviceError("keratin", "the WebAssembly module belongs to another version of the library", {
      expected: `opcode table ${OPCODES_HASH}`,
      received: { table: exports.opcodes.value },
      fix: "Load the module that came with this version",
    });
  }
  return exports;
}
