// Writes build/dist/keratin.d.ts: the compiler's declarations rolled up into one file, which every kind of module
// resolution can read, since it imports nothing.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";

const require = createRequire(import.meta.url);

/** `entries`: from the name of a declaration file to its source below ts/. A warning fails the build. */
export async function writeTypes(entries, folder) {
  const raw = mkdtempSync(join(tmpdir(), "keratin-types-"));
  try {
    const tsc = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
    const emit = ["-p", "tsconfig.json", "--noEmit", "false", "--emitDeclarationOnly", "--outDir", raw];
    execFileSync(process.execPath, [tsc, ...emit], { stdio: "inherit" });
    const input = Object.fromEntries(
      Object.entries(entries).map(([name, source]) => [name, join(raw, source.replace(/\.ts$/, ".d.ts"))]),
    );
    const problems = [];
    const bundle = await rollup({
      input,
      plugins: [dts({ tsconfig: false })],
      onLog: (_level, log) => problems.push(log.message),
    });
    await bundle.write({ dir: folder, format: "es", entryFileNames: "[name].d.ts", chunkFileNames: "shared.d.ts" });
    await bundle.close();
    if (problems.length) throw new Error(`rolling up the types: ${problems.join("\n")}`);
  } finally {
    rmSync(raw, { recursive: true });
  }
}
