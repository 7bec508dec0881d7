/**
 * The layers that only files have: of Keras 1 and 2, by the names that the upgrade of configs gives them, and of models that
 * Keras brings along.
 */
import { OLD } from "../../nn/core/old_activations";
import type { CustomObjects } from "../../nn/core/serialize";
import { LayerScale, StochasticDepth } from "../applications/convnext";
import { OLD_OPS } from "../operations";
import { ParametricSoftplus, SReLU } from "./activations";
import { BatchNormalization } from "./batch_normalization";
import { Highway, MaxoutDense } from "./dense";
import { LocallyConnected1D, LocallyConnected2D } from "./locally_connected";
import { MultiHeadAttention } from "./multi_head_attention";
import { RandomCrop } from "./random_crop";
import { oldOperation } from "./tensorflow/operation";
import { TheanoSame } from "./theano";
import { UpSampling2D } from "./up_sampling";

const CLASSES = [
  BatchNormalization,
  Highway,
  LocallyConnected1D,
  LocallyConnected2D,
  MaxoutDense,
  ParametricSoftplus,
  SReLU,
  UpSampling2D,
];

export const OLD_CLASSES: CustomObjects = /* @__PURE__ */ Object.fromEntries([
  ...[LayerScale, StochasticDepth].map((type) => [type.className, type]),
  ...CLASSES.map((type) => [
    `${OLD}>${type.className}`,
    Object.assign(type, { fromConfig: (config: Record<string, unknown>) => new type(config) }),
  ]),
  ...[MultiHeadAttention, RandomCrop, TheanoSame].map((type) => [`${OLD}>${type.className}`, type]),
  [OLD_OPS, oldOperation],
]);
