/** A program of somebody else's: compiled, never run. Types that cannot be found are errors, or make the last lines pass. */
import {
  type FitOptions,
  info,
  init,
  K,
  Layer,
  layers,
  loadModel,
  optimizers,
  Sequential,
  type Shape,
  type Tensor,
  type Variable,
} from "keratin";
import "keratin/relaxed";
import module from "keratin/wasm";

class Scale extends Layer {
  factor!: Variable;
  override build(shape: Shape): void {
    this.factor = this.addWeight({ shape: [shape.at(-1)!], initializer: "ones", name: "factor" });
  }
  override call(inputs: Tensor): Tensor {
    return K.multiply(inputs, this.factor);
  }
}

export async function train(rows: Float32Array, labels: Int32Array): Promise<Uint8Array> {
  await init({ module });
  const model = new Sequential([layers.input({ shape: [4] }), new Scale(), layers.dense({ units: 2 })]);
  model.compile({ optimizer: new optimizers.Adam({ learningRate: 0.01 }), loss: "sparse_categorical_crossentropy" });
  const options: FitOptions = { epochs: 2, batchSize: 8 };
  const { history } = await model.fit(rows, labels, options);
  const losses: readonly number[] | undefined = history["loss"];
  console.log(losses, info().device);
  const loaded = await loadModel(await model.save());
  loaded.summary();
  return loaded.save();
}

// @ts-expect-error units is a number
layers.dense({ units: "two" });
// @ts-expect-error there is no such option
export const wrong: FitOptions = { epoch: 2 };
