/** Writes weights as safetensors for tensors.py --compare: KERATIN_OUT=folder npx vitest run --config tests/oracle/vitest.config.ts */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { namedWeights } from "../../ts/models/restore_names";
import { CASES, shake } from "../saving/tfjs-models";
import { encode } from "./encode";

const OUT = process.env.KERATIN_OUT;

test.skipIf(!OUT).each(["recurrent", "nested", "conv2d", "cells"])("%s", async (name) => {
  const own = CASES[name]!();
  shake(own);
  mkdirSync(OUT!, { recursive: true });
  await own.model.saveWeights(join(OUT!, `${name}.safetensors`));
  const entries = namedWeights(own.model).map(({ name: path, variable }) => {
    return [path, encode(variable.read(), variable.dims, variable.dtype)];
  });
  writeFileSync(join(OUT!, `${name}.tensors.json`), JSON.stringify(Object.fromEntries(entries)));
});
