// Compiles kernels.ts in memory, strict or relaxed, and instantiates it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("../..", import.meta.url));
const PAGE = 65536;

/** The kernels over `bytes` of memory of their own; undefined where the runtime has no relaxed SIMD. */
export async function kernels(bytes, relaxed) {
  const out = new Map();
  const { error, stderr } = await asc.main(
    [
      "bench/roofline/kernels.ts",
      ...["--runtime", "stub", "--importMemory", "--optimizeLevel", "3", "--shrinkLevel", "0", "--noAssert"],
      ...[
        "--initialMemory",
        String(bytes / PAGE),
        "--maximumMemory",
        String(bytes / PAGE),
        "--outFile",
        "kernels.wasm",
      ],
      ...["--enable", "simd", ...(relaxed ? ["--enable", "relaxed-simd"] : [])],
    ],
    {
      readFile: (name, base) => {
        // The options of the engine's own build are others.
        if (name.endsWith("asconfig.json")) return null;
        try {
          return readFileSync(`${root}/${base === "." ? "" : base}/${name}`, "utf8");
        } catch {
          return null;
        }
      },
      writeFile: (name, contents) => out.set(name, contents),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`kernels.ts does not compile: ${stderr.toString()}`);
  const binary = out.get("kernels.wasm");
  if (!WebAssembly.validate(binary)) {
    if (relaxed) return undefined;
    throw new Error("this runtime has no 128-bit SIMD");
  }
  const pages = bytes / PAGE;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { instance } = await WebAssembly.instantiate(binary, { env: { memory, abort: () => {} } });
  return { ...instance.exports, memory };
}
