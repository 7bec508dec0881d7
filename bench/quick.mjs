import * as k from "./keratin.mjs";

const best = async (run, reps, per = 1) => {
  await run();
  let m = 1e9;
  for (let i = 0; i < reps; i++) {
    const t = performance.now();
    await run();
    m = Math.min(m, (performance.now() - t) / per);
  }
  return m;
};
for (const n of [64, 128, 256, 512]) {
  const g = await k.gemm(n);
  for (let i = 0; i < 20; i++) g.run();
  const ms = await best(
    async () => {
      for (let i = 0; i < 10; i++) g.run();
    },
    10,
    10,
  );
  console.log("gemm", n, ms.toFixed(3), "ms", ((2 * n ** 3) / ms / 1e6).toFixed(1), "GF");
}
for (const [a, b, c, d] of [
  [16, 32, 4, 32],
  [784, 128, 10, 32],
  [784, 128, 10, 128],
]) {
  const t = await k.mlp(a, b, c, d);
  console.log("mlp", a, b, c, d, ((await best(t.run, 8, t.steps)) * 1000).toFixed(1), "us/step");
}
const c = await k.cnn(32);
console.log("cnn", (await best(c.run, 4, c.steps)).toFixed(2), "ms/step");
