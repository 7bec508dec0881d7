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
  readonly opcodes: WebAssembly.Global;
}

/** Pages of 64 KiB that the module's memory import allows at most: 4 GiB. */
export const MAX_PAGES = 65536;

let compiled: WebAssembly.Module | undefined;

/** The compiled module; the same for every engine of the process. */
export function engineModule(): WebAssembly.Module {
  compiled ??= compile();
  return compiled;
}

function compile(): WebAssembly.Module {
  const text = atob(WASM);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const module = inflateSync(bytes);
  if (!WebAssembly.validate(module)) {
    throw new DeviceError("keratin", "this JavaScript engine has no WebAssembly SIMD", {
      expected: "Node 16.4, Deno 1.9, Bun 1.0, Chrome 91, Firefox 89, Safari 16.4 or later",
    });
  }
  return new WebAssembly.Module(module);
}

/** An instance over a memory. */
export function instantiate(memory: WebAssembly.Memory, module: WebAssembly.Module = engineModule()): EngineExports {
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
