/**
 * What the compiler saves: node build/run.mjs bench/plans.ts [--json FILE]. The memory of a step against that of all nodes of the graph
 * as it was traced; training of a head alone against the forward pass; milliseconds of compiling for a new size of a batch.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import * as keratin from "keratin";
import { PASSES } from "../ts/graph/optimize";
import { about, inWords } from "./about";
import { feed } from "./feed";
import { INFER_NETS } from "./infer_nets";
import { NETS } from "./nets";

const { values: options } = parseArgs({
  options: { json: { type: "string" }, plain: { type: "boolean", default: false } },
});
const NAMES = ["cnn", "keywords", "mobilenet"] as const;
const ROUNDS = 10;

/** Bytes of the values of a step: of the arena, and of all nodes without sharing. */
function memories(): Record<string, { arena: number; unshared: number }> {
  return Object.fromEntries(
    NAMES.map((name) => {
      const { make, batch } = NETS[name]!;
      const { arena, unshared } = make(keratin).memory({ batchSize: batch });
      return [name, { arena, unshared }];
    }),
  );
}

/** Milliseconds of a training step of the last layer with weights alone, and of the forward pass over the same batch. */
async function headAlone(): Promise<{ step: number; forward: number }> {
  const { make, batch } = NETS.mobilenet!;
  const model = make(keratin);
  for (const layer of model.layers.slice(0, -1)) layer.trainable = false;
  model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy" });
  const { steps, x, y } = feed(keratin, model, batch, 150);
  let [step, forward] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round++) {
    let before = performance.now();
    await model.fit(x, y, { batchSize: batch, verbose: 0, shuffle: false });
    step = Math.min(step, (performance.now() - before) / steps);
    before = performance.now();
    await model.predict(x, { batchSize: batch, verbose: 0 });
    forward = Math.min(forward, (performance.now() - before) / steps);
  }
  return { step, forward };
}

/** Milliseconds of compiling the training step of MobileNetV2 for sizes of a batch that are new, in a process that compiled another model. */
async function compileTimes(): Promise<Record<string, number>[]> {
  const other = NETS.cnn!.make(keratin);
  await other.trainOnBatch(keratin.tensor(new Float32Array(32 * 784), [32, 28, 28, 1]), new Int32Array(32));
  const model = INFER_NETS.mobilenet_v2!.make(keratin);
  model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy" });
  const out: Record<string, number>[] = [];
  for (const batch of [1, 2]) {
    const x = keratin.tensor(new Float32Array(batch * 224 * 224 * 3), [batch, 224, 224, 3]);
    out.push({ batch, ...(await model.profile(x, new Int32Array(batch), { batchSize: batch })).compile });
  }
  return out;
}

await keratin.init({
  threads: 1,
  ...(options.plain ? { passes: Object.fromEntries(PASSES.map((name) => [name, false])) } : {}),
});
if (options.plain) console.log(JSON.stringify(memories()));
else {
  const head = about(1, keratin.info());
  console.log(inWords(head));
  const compile = await compileTimes();
  // The nodes as they were traced: in a process without passes.
  const traced = JSON.parse(
    execFileSync(process.execPath, [process.argv[1]!, "--plain"], { encoding: "utf8" }),
  ) as ReturnType<typeof memories>;
  const planned = Object.entries(memories()).map(([name, { arena }]) => ({
    net: NETS[name]!.title,
    arena,
    nodes: traced[name]!.unshared,
  }));
  for (const { net, arena, nodes } of planned) {
    console.log(
      `${net}: ${(arena / 1e6).toFixed(1)} MB for values of ${(nodes / 1e6).toFixed(1)} MB, ${(arena / nodes).toFixed(3)} of them`,
    );
  }
  const head1 = await headAlone();
  console.log(
    `MobileNetV1-0.25-96, head alone: ${head1.step.toFixed(2)} ms a step, ${(head1.step / head1.forward).toFixed(2)} of the forward pass`,
  );
  for (const times of compile) console.log(`MobileNetV2-224, compiling a training step: ${JSON.stringify(times)}`);
  if (options.json)
    writeFileSync(options.json, `${JSON.stringify({ ...head, planned, headAlone: head1, compile }, null, 2)}\n`);
}
