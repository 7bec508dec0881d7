/** Writes what compare.py opens with Keras: KERATIN_OUT=folder npx vitest run --config tests/oracle/vitest.config.ts */
import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const below = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const config: ViteUserConfig = defineConfig({
  root: below("."),
  resolve: { alias: { keratin: below("ts/index.ts"), "#wasm": below("build/dist/wasm.js") } },
  test: { include: ["tests/oracle/*.oracle.ts"], testTimeout: 120_000 },
});
export default config;
