import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: { alias: { keratin: here("./ts/index.ts"), "#wasm": here("./build/dist/wasm.js") } },
  test: {
    globalSetup: here("./tests/setup.ts"),
    include: ["tests/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ["default"],
  },
});
