/** From nothing to the first prediction of a small network: first.mjs LIBRARY. Prints milliseconds as JSON. */
const marks = [performance.now()];
const mark = () => marks.push(performance.now());

const { Sequential, layers } = await import(process.argv.at(-1));
mark();
const model = new Sequential([
  layers.input({ shape: [16] }),
  layers.dense({ units: 32, activation: "relu" }),
  layers.dense({ units: 4, activation: "softmax" }),
]);
mark();
const scores = await (await model.predict(new Float32Array(16), { batchSize: 1, verbose: 0 })).data();
mark();
if (scores.length !== 4) throw new Error(`expected 4 scores. Received ${scores.length}`);

const [imported, built, predicted] = marks.slice(1).map((time, i) => time - marks[i]);
console.log(JSON.stringify({ import: imported, model: built, predict: predicted, all: marks.at(-1) - marks[0] }));
