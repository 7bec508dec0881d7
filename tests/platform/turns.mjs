/**
 * Programs that take turns: two trainings at once, predictions, evaluations and a save between their steps, then a
 * worker that dies. Everything must come out as if it had run alone.
 */
import { makeData, makeModel } from "./conformance.mjs";

const quiet = { batchSize: 32, shuffle: false, verbose: 0 };

async function bitsOf(model) {
  const values = await Promise.all(model.getWeights().map((weight) => weight.data()));
  return values.map((weight) => [...new Int32Array(weight.buffer)].join()).join(";");
}

function must(holds, what) {
  if (!holds) throw new Error(what);
}

/** Keeps the workers that keratin starts, so that one can be killed. Call it before the library starts any. */
export function watchWorkers(host) {
  const alive = [];
  const Real = host.Worker;
  host.Worker = class extends Real {
    constructor(...args) {
      super(...args);
      alive.push(this);
    }
  };
  return alive;
}

/**
 * @param {object} keratin The library.
 * @param {{ threads: number }} options For `init`.
 * @param {{ terminate(): unknown }[]} workers What `watchWorkers` gave.
 */
export async function takeTurns(keratin, options, workers) {
  const { K, init, info, loadModel, ops } = keratin;
  await init(options);
  const { images, labels } = makeData(1280);
  const half = [images.slice(0, 640 * 784), labels.slice(0, 640)];
  const alone = async (x, y) => {
    const model = makeModel(keratin);
    await model.fit(x, y, quiet);
    return bitsOf(model);
  };
  const [wantA, wantB] = [await alone(images, labels), await alone(...half)];

  const [a, b, c] = [makeModel(keratin), makeModel(keratin), makeModel(keratin)];
  const rows = images.slice(0, 784 * 40);
  const wantC = (await (await c.predict(rows)).data()).join();
  const left = K.constant(
    Float32Array.from({ length: 90_000 }, (_, i) => (i % 7) - 3),
    { shape: [300, 300] },
  );
  let [going, predictions, evaluations, refused] = [true, 0, 0, 0];
  const others = async () => {
    let saved;
    while (going) {
      must((await (await c.predict(rows)).data()).join() === wantC, "a prediction beside fit has other bits");
      predictions++;
      must((await ops.matmul(left, left).data()).length === 90_000, "a product beside fit has another size");
      must(K.eval(ops.sum([evaluations, 1])) === evaluations + 1, "K.eval beside fit is wrong");
      evaluations++;
      saved ??= a.save();
      try {
        a.getWeights()[0].dataSync();
      } catch (error) {
        must(error.name === "StateError" && /await/.test(error.message), `weights beside fit: ${error}`);
        refused++;
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const whole = await loadModel(await saved);
    must((await whole.predict(rows)).shape[0] === 40, "a model saved beside fit does not predict");
  };
  const beside = others();
  try {
    await Promise.all([a.fit(images, labels, quiet), b.fit(...half, quiet)]);
  } finally {
    going = false;
  }
  await beside;
  must((await bitsOf(a)) === wantA, "a training beside another has other bits");
  must((await bitsOf(b)) === wantB, "the other training has other bits");
  must(predictions > 1 && evaluations > 1, `only ${predictions} predictions and ${evaluations} evaluations had a turn`);

  const lost = info().threads > 1 ? await loseOne(keratin, workers, { images, labels, wantA }) : "one thread";
  return { predictions, evaluations, refused, lost, info: info() };
}

/** Kills a worker in the middle of a training: an error, there or in the next call, or nothing when it was not needed any more. */
async function loseOne(keratin, workers, { images, labels, wantA }) {
  const long = { ...quiet, epochs: 10 };
  const undisturbed = makeModel(keratin);
  await undisturbed.fit(images, labels, long);
  const model = makeModel(keratin);
  const before = performance.now();
  const training = model.fit(images, labels, long).catch((error) => error);
  await new Promise((resolve) => setTimeout(resolve, 150));
  workers.at(-1).terminate();
  const failure = await training;
  const took = performance.now() - before;
  if (failure instanceof Error) {
    must(failure instanceof keratin.DeviceError, `a killed worker gives ${failure}`);
    must(/before step \d+\. Call again/.test(failure.message), failure.message);
    for (const weight of model.getWeights()) must((await weight.data()).every(Number.isFinite), "weights are lost");
  } else
    must((await bitsOf(model)) === (await bitsOf(undisturbed)), "a training that lost an idle worker has other bits");
  must(took < 20_000, `a killed worker is noticed after ${took} ms`);
  let again = makeModel(keratin);
  const late = await again.fit(images, labels, quiet).catch((error) => error);
  if (late instanceof Error) {
    // A worker that died idle is missed by the next who needs it, once.
    must(!(failure instanceof Error) && late instanceof keratin.DeviceError, `the next training gives ${late}`);
    again = makeModel(keratin);
    await again.fit(images, labels, quiet);
  }
  must((await bitsOf(again)) === wantA, "the training after a lost worker has other bits");
  return failure instanceof Error ? "an error" : late instanceof Error ? "an error in the next call" : "nothing";
}
