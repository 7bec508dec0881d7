/** Loads the engine's module: inlined, inflated and compiled when first needed. */

import { inflateSync } from "fflate";
import { WASM } from "#wasm";
import { OPCODES_HASH } from "../../assembly/gen/opcode";
import { DeviceError } from "../core/errors";

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
  readonly opcodes: WebAssembly.Global;
}

/** Pages of 64 KiB that the module's memory import allows at most: 4 GiB. */
export const MAX_PAGES = 65536;

/** Compiled modules, for shared and for own memory: the same for every engine of the process. */
const compiled = new Map<boolean, WebAssembly.Module>();

/** The compiled module for memory that is shared between threads, or not. */
export function engineModule(shared: boolean): WebAssembly.Module {
  let module = compiled.get(shared);
  if (!module) compiled.set(shared, (module = compile(shared)));
  return module;
}

function compile(shared: boolean): WebAssembly.Module {
  const text = atob(WASM);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const module = inflateSync(bytes);
  if (!shared) unshare(module);
  if (!WebAssembly.validate(module)) {
    throw new DeviceError("keratin", "this JavaScript engine has no WebAssembly SIMD", {
      expected: "Node 16.4, Deno 1.9, Bun 1.0, Chrome 91, Firefox 89, Safari 16.4 or later",
    });
  }
  return new WebAssembly.Module(module);
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
