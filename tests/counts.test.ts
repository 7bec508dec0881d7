/**
 * What the compiler makes of some networks, in counts that are the same on every machine: instructions and meetings of threads in
 * a step of training, bytes that they move, bytes of intermediate values, bytes of the engine. They stand in bench/counts.json: a
 * change that makes one of them larger has to say so there. `KERATIN_COUNTS=write npx vitest run tests/counts.test.ts` writes them anew.
 */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import * as keratin from "keratin";
import { expect, test } from "vitest";
import { NETS } from "../bench/nets";
import { repositoryPath } from "./support/golden";

const FILE = repositoryPath("bench/counts.json");

type Counts = Record<string, Record<string, number>>;

/** The counts of a network's step of training. */
async function countsOf(name: string): Promise<Record<string, number>> {
  const { batch, make } = NETS[name]!;
  const model = make(keratin);
  const [input] = model.inputs;
  const x = keratin.ops.zeros([batch, ...(input!.shape.slice(1) as number[])], { dtype: input!.dtype });
  await model.trainOnBatch(x, new Int32Array(batch));
  const [{ program }] = model.programs.all as [(typeof model.programs.all)[number]];
  const { arena, unshared, code } = program.memory;
  model.dispose();
  return { ...program.counts, arena, unshared, code };
}

test("counts are those of bench/counts.json", async () => {
  const found: Counts = { wasm: { bytes: statSync(repositoryPath("build/dist/keratin.wasm")).size } };
  for (const name of Object.keys(NETS)) found[name] = await countsOf(name);
  if (process.env.KERATIN_COUNTS === "write") writeFileSync(FILE, `${JSON.stringify(found, null, 2)}\n`);
  const known = JSON.parse(readFileSync(FILE, "utf8")) as Counts;
  expect(found).toEqual(known);
});
