/** Writes what compare.py opens with Keras: KERATIN_OUT=folder npx vitest run --config tests/oracle/vitest.config.ts */
import { defineConfig } from "vitest/config";
import base from "../../vitest.config";

export default defineConfig({ ...base, test: { ...base.test, include: ["tests/oracle/*.oracle.ts"] } });
