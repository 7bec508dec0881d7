// From nothing to the first prediction with jax-js: jax.mjs BUNDLE. Prints milliseconds as JSON.
import { finish, mark } from "./marks.mjs";

const { defaultDevice, init, jit, nn, numpy: np } = await import(process.argv[2]);
mark("import");
await init("wasm");
defaultDevice("wasm");
const [w1, b1, w2, b2] = [[16, 32], [32], [32, 4], [4]].map((shape) => np.zeros(shape));
const predict = jit((x) => {
  const h = nn.relu(np.matmul(x, w1.ref).add(b1.ref));
  return nn.softmax(np.matmul(h, w2.ref).add(b2.ref));
});
mark("model");
finish(await predict(np.zeros([1, 16])).data());
