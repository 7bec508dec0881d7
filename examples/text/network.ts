/** The network of this example: text in, kinds out. What the words are is learned from the texts that it is given. */
import { layers, Sequential } from "keratin";
import { KINDS } from "./definitions";

const WORDS = 4000;

export async function network(texts: string[]): Promise<Sequential> {
  const words = layers.textVectorization({ maxTokens: WORDS, outputSequenceLength: 20, name: "words" });
  await words.adapt(texts);
  return new Sequential(
    [
      layers.input({ shape: [1], dtype: "string" }),
      words,
      layers.embedding({ inputDim: WORDS, outputDim: 32, maskZero: true, name: "meanings" }),
      layers.dropout({ rate: 0.5 }),
      layers.bidirectional({ layer: layers.gru({ units: 32 }), name: "sentence" }),
      layers.dropout({ rate: 0.5 }),
      layers.dense({ units: KINDS.length, activation: "softmax", name: "kind" }),
    ],
    { name: "definitions" },
  );
}
