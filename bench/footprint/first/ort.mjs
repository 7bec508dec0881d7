// From nothing to the first prediction with ONNX Runtime's web build: ort.mjs MODULE MODEL. Prints milliseconds as JSON.
import { readFile } from "node:fs/promises";
import { finish, mark } from "./marks.mjs";

const [module, model] = process.argv.slice(2);
const ort = await import(module);
mark("import");
ort.env.wasm.numThreads = 1;
const session = await ort.InferenceSession.create(await readFile(model), { executionProviders: ["wasm"] });
mark("model");
const { y } = await session.run({ x: new ort.Tensor("float32", new Float32Array(16), [1, 16]) });
finish(y.data);
