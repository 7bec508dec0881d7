/** The network of this example: convolutions see strokes, a recurrent layer puts them in order. */
import { layers, Sequential } from "keratin";
import { GESTURES, STEPS } from "./hand";

export function network(): Sequential {
  return new Sequential(
    [
      layers.input({ shape: [STEPS, 3] }),
      layers.batchNormalization({ name: "scale" }),
      layers.conv1d({ filters: 16, kernelSize: 5, strides: 2, activation: "relu", name: "strokes" }),
      layers.conv1d({ filters: 32, kernelSize: 5, strides: 2, activation: "relu", name: "moves" }),
      layers.gru({ units: 32, name: "order" }),
      layers.dense({ units: GESTURES.length, activation: "softmax", name: "gesture" }),
    ],
    { name: "gestures" },
  );
}
