/** The conformance program, then a model that goes through a file: saved by path, loaded by path and by URL. */
import * as keratin from "keratin";
import { conform, makeData, makeModel } from "./conformance.mjs";

const started = performance.now();
const report = await conform(keratin, JSON.parse(process.argv.at(-1)));

const { images } = makeData(8);
const scores = async (model) => (await (await model.predict(images)).data()).join();
const model = makeModel(keratin);
const expected = await scores(model);
await model.save("model.keras");
for (const source of ["model.keras", new URL("model.keras", import.meta.url)]) {
  const found = await scores(await keratin.loadModel(source));
  if (found !== expected) throw new Error(`${source}: the loaded model predicts ${found}, the saved one ${expected}`);
}
console.log(JSON.stringify({ ...report, ms: performance.now() - started }));
