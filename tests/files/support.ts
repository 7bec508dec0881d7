/** What the tests of files share. */
import { layers, type Model, Sequential } from "keratin";

/** A small model with weights of its own. */
export function smallModel(): Model {
  return new Sequential([layers.input({ shape: [3] }), layers.dense({ units: 2, kernelInitializer: "he_normal" })]);
}

/** The weights of a model as plain numbers. */
export async function weightsOf(model: Model): Promise<number[]> {
  const arrays = await Promise.all(model.getWeights().map((weight) => weight.data()));
  return arrays.flatMap((array) => Array.from(array as Float32Array));
}

/** The message of the error that a call ends with. */
export async function failing(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing failed");
}
