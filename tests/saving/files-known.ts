/** What is known not to work, or to differ from the writer, and why: a table of its own, for the tests and the docs. */
import type { Form } from "./files-support";

/** What is expected of a file that is not read, predicted, saved and trained like the others. */
export interface Known {
  /** keratin does not read it, in these words. */
  readonly refused?: RegExp;
  /** The predictions differ by as much, and no more. */
  readonly predictions?: number;
  /** `.keras` cannot say it, in these words. */
  readonly notSaved?: RegExp;
  /** Training differs: the loss and predictions after a step by as much, and no more. */
  readonly step?: number;
}

/** Environment, case and form that an entry is for, and the reason for people. */
interface Entry extends Known {
  readonly environment: RegExp;
  readonly kind: RegExp;
  readonly form?: RegExp;
  readonly why: string;
}

/** Keras 1 and 2, and tf.keras, when they built graphs before they ran. */
const GRAPHS = /^(k1|k200|k2\d_|k2\d\d_|tf1)/;
const ANY = /./;

/** Files that are not read. */
const REFUSED: readonly Entry[] = [
  {
    environment: /theano$/,
    kind: /^convlstm$/,
    refused: /a ConvLSTM2D of Theano whose kernel has an even size is not supported/,
    why: "Theano put the padding of a ConvLSTM2D with an even kernel elsewhere",
  },
  {
    environment: /^k20_tf$/,
    kind: /^cells$/,
    refused: /units is no positive whole number/,
    why: "Keras 2.0 wrote cells of RNN without their options, and cannot read such files either",
  },
  {
    environment: /^k3_/,
    kind: /^ops_rare$/,
    refused: /the operation (Eigh|SVD|Lstsq) is not supported/,
    why: "eigh, svd, lstsq, pinv, fft, rfft, view, nextafter are not among the operations",
  },
  {
    environment: /^tf(2[4-9]|21\d|k\d+)$/,
    kind: /^tfops_einsum$/,
    refused: /tf\.einsum: the operation einsum stands in the file without all of its operands/,
    why: "tf.einsum stands in the file without its tensors: TensorFlow 2.4 and later leave them out, and cannot read it either",
  },
  {
    environment: ANY,
    kind: /^string_inverse$/,
    refused: /the text of "back_output" reaches a layer or output that takes numbers/,
    why: "no output is text: StringLookup with invert",
  },
  {
    environment: /^k3_3\.2\.1$/,
    kind: /^later$/,
    refused: /has another shape|has other layers with weights/,
    why: "Keras 3.2 wrote the first call of a layer for each of its calls, and cannot read such files either",
  },
];

/** Predictions that differ. */
const PREDICTIONS: readonly Entry[] = [
  { environment: ANY, kind: /^(mixed_)?bfloat16$/, predictions: 0.004, why: "the writer computed in bfloat16" },
  { environment: ANY, kind: /^mixed_(float16|adam)$/, predictions: 0.0006, why: "the writer computed in float16" },
  { environment: /^k3_/, kind: /_int8$/, predictions: 0.008, why: "the writer rounded what entered the layer to int8" },
  { environment: /^k3_/, kind: /_int4$/, predictions: 0.01, why: "the writer rounded what entered the layer to int8" },
  { environment: /^k3_/, kind: /_float8$/, predictions: 0.07, why: "the writer rounded inputs to float8" },
  {
    environment: /^tf113$/,
    kind: /^conv2d$/,
    predictions: 1.1,
    why: "tf.keras 1.13 itself, reading the file back, predicts otherwise: it dilates a Conv2DTranspose only before",
  },
  {
    environment: /^k3_3\.2\.1$/,
    kind: /^functional$/,
    predictions: 1,
    step: 1,
    why: "Keras 3.2 wrote the first call of a layer for each of its calls, and itself predicts otherwise after reading it",
  },
];

/** Steps of training that differ. */
const STEPS: readonly Entry[] = [
  {
    environment: /^k[12]/,
    kind: /^untrained$/,
    step: 0.013,
    why: "Adagrad added its epsilon to the root of the accumulator, which began at zero; Keras 3 adds it below the root",
  },
  {
    environment: GRAPHS,
    kind: /^(functional|mobile)$/,
    step: 0.25,
    why: "the moving statistics of BatchNormalization were updated once for each call, in no order, with other corrections",
  },
  {
    environment: GRAPHS,
    kind: /^(optimizer_(sgd|adam|adamax|string)|loss_more|loss_objects|slashes)$/,
    step: 0.02,
    why: "weights and the count of steps were changed while others still read them, by chance",
  },
  {
    environment: GRAPHS,
    kind: /^optimizer_rmsprop$/,
    step: 0.005,
    why: "the file has no count of steps, by which the learning rate decays",
  },
  {
    environment: /^(k1|k2|tf)/,
    kind: /^optimizer_nadam$/,
    step: 0.007,
    why: "Nadam's schedule of momentums was another, or multiplied once for each weight",
  },
  {
    environment: /^(k2|k3_3\.12)/,
    kind: /^regularized$/,
    step: 0.0065,
    why: "activity regularizers summed over the batch, where Keras 3.15 divides by it",
  },
  {
    environment: /^k3_3\.0\./,
    kind: /^regularized$/,
    step: 0.16,
    why: "Keras 3.0 did not write activity regularizers",
  },
  {
    environment: /^(k1_|k10_)/,
    kind: /^loss_names$/,
    step: 0.012,
    why: "cosine_proximity of Keras 1 is a mean over the last axis",
  },
  {
    environment: /^tf115$/,
    kind: /^loss_names$/,
    step: 0.08,
    why: "cosine_similarity of tf.keras 1.15 has the other sign",
  },
  { environment: /^k3_/, kind: /^loss_more$/, step: 0.4, why: "Keras 3 does not write the delta of Huber" },
  {
    environment: /^k3_3\.[01]\./,
    kind: /^functional$/,
    step: 0.4,
    why: "Keras 3.0 and 3.1 trained layers that were frozen before they were built",
  },
  {
    environment: /^k3_3\.0\.0$/,
    kind: /^mobile$/,
    step: 0.0011,
    why: "Keras 3.0.0 left the mean out of the gradient of BatchNormalization's variance",
  },
  {
    environment: /^k3_3\.12\./,
    kind: /^optimizer_muon$/,
    step: 0.01,
    why: "Muon was another until Keras 3.13, with the same name and fewer options",
  },
  {
    environment: /^tf21[2-5]$/,
    kind: /^optimizer_legacy(_sgd)?$/,
    form: /^keras$/,
    step: 0.006,
    why: "the state of the legacy optimizers of tf.keras is not in .keras files",
  },
];

/** Models for which Keras 3 has no words. */
const NOT_SAVED: readonly Entry[] = [
  {
    environment: ANY,
    kind: /^(recurrent|recurrent_more|masking|states|stateful|convlstm|wrappers|cells)$/,
    notSaved:
      /its hard_sigmoid is that of Keras 1 and 2, 0\.2 x \+ 0\.5, and a recurrent layer of Keras 3 has x \/ 6 \+ 0\.5/,
    why: "hard_sigmoid inside recurrent layers, 0.2 x + 0.5 until Keras 2",
  },
  {
    environment: ANY,
    kind: /^(conv1d|conv2d|channels_first)$/,
    notSaved: /Keras 3 has no LocallyConnected|Theano put the padding of "same" around pools elsewhere/,
    why: "LocallyConnected1D and LocallyConnected2D",
  },
  {
    environment: ANY,
    kind: /^activation_layers$/,
    notSaved: /Keras 3 has no (ParametricSoftplus|MaxoutDense|Highway|SReLU)/,
    why: "MaxoutDense, Highway, SReLU, ParametricSoftplus",
  },
  {
    environment: /theano$/,
    kind: /^cnn$/,
    notSaved: /Theano put the padding of "same" around pools elsewhere than Keras 3 does/,
    why: 'pools of Theano with padding "same"',
  },
  {
    environment: /theano$/,
    kind: /^(functional|frozen_whole)$/,
    notSaved: /it normalizes by the batch also when it predicts \(mode 1 or 2\)/,
    why: "BatchNormalization with mode 1 or 2",
  },
  {
    environment: ANY,
    kind: /^preprocess_images$/,
    notSaved: /it cuts images also when it predicts, and that of Keras 3\.8 and later does not/,
    why: "RandomCrop, which cut images also in inference until Keras 3.7",
  },
  {
    environment: ANY,
    kind: /^(multi_head|multi_head_axes)$/,
    notSaved: /until tf\.keras 2\.9 it did not look at masks/,
    why: "MultiHeadAttention on masked inputs until tf.keras 2.9",
  },
  {
    environment: ANY,
    kind: /^(up_sampling|conv2d|channels_first)$/,
    notSaved: /bilinear/,
    why: "bilinear UpSampling2D of Keras 2.2.4 to 2.3",
  },
];

/** All that is known. */
export const KNOWN: readonly Entry[] = [...REFUSED, ...PREDICTIONS, ...STEPS, ...NOT_SAVED];

/** What is known of a form of a case. */
export function known(environment: string, kind: string, form: Form): readonly Known[] {
  return KNOWN.filter(
    (entry) => entry.environment.test(environment) && entry.kind.test(kind) && (entry.form?.test(form) ?? true),
  );
}
