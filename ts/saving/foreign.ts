/** Files that are no models of Keras, or in a form that keeps no layers: what they are, and what to do instead. */
import { FormatError } from "../core/errors";

interface Foreign {
  /** What it is. */
  readonly what: string;
  readonly fix: string;
}

const SAVE = 'model.save("model.keras")';
const OF_TENSORFLOW = `Load it in Python with the TensorFlow that wrote it (tf.keras.models.load_model) and call ${SAVE}`;

const KINDS: Readonly<Record<string, Foreign>> = {
  savedModel: {
    what: "a SavedModel of TensorFlow: it holds traced functions, not layers",
    fix: `${OF_TENSORFLOW}; of one that was exported only for serving, take the file it was exported from`,
  },
  frozen: {
    what: "a graph of TensorFlow (GraphDef): it holds operations, not layers",
    fix: "Take the Keras file that it was made from",
  },
  tflite: {
    what: "a TensorFlow Lite model: its weights are folded and often quantized for inference, so it cannot be trained",
    fix: `Take the Keras model that it was converted from and call ${SAVE}`,
  },
  graphModel: {
    what: "a graph model of TensorFlow.js: it holds operations, not layers",
    fix: "Convert the Keras model again with tensorflowjs_converter --output_format=tfjs_layers_model, or give the Keras file itself",
  },
  onnx: { what: "an ONNX model", fix: "Take the Keras model that it was exported from" },
  torch: { what: "a file of PyTorch", fix: "Build the model in Keras, copy the weights there and save it" },
  pickle: {
    what: "a Python pickle, which runs code when it is opened",
    fix: `Open it in Python, if you trust it, and call ${SAVE}`,
  },
  checkpoint: {
    what: "a checkpoint of TensorFlow, which holds weights by the names of objects",
    fix: 'Load it in Python into the model that it belongs to (model.load_weights) and call model.save("model.keras")',
  },
  npz: {
    what: "arrays of NumPy",
    fix: 'Set them in Python by model.set_weights and call model.save_weights("w.weights.h5")',
  },
  gzip: { what: "compressed with gzip", fix: "Unpack it first" },
  tar: { what: "a tar archive", fix: "Unpack it and give the model file that is inside" },
  yaml: {
    what: "a model's config as YAML, which Keras no longer reads itself",
    fix: "Turn it into JSON, as model.to_json() writes it",
  },
  page: {
    what: "a web page, not a model",
    fix: "Check the address: servers answer with a page when a file is missing",
  },
  git: { what: "a pointer of Git LFS, not the file itself", fix: "Fetch the file: git lfs pull" },
};

/** The error of a foreign file. */
export function foreign(kind: keyof typeof KINDS, where: string): FormatError {
  const { what, fix } = KINDS[kind]!;
  return new FormatError(where, `this is ${what}`, { expected: EXPECTED, fix });
}

/** What can be opened. */
export const EXPECTED = "a .keras file, HDF5 (.h5, .hdf5, .weights.h5), a model.json, or .safetensors";

/** Looks at the start of a file that is of no known format; undefined when it says nothing. */
export function foreignKind(head: Uint8Array, where: string): keyof typeof KINDS | undefined {
  const starts = (...bytes: number[]): boolean => bytes.every((byte, i) => head[i] === byte);
  const text = new TextDecoder().decode(head.subarray(0, 512));
  const name = where.toLowerCase();
  if (text.slice(4, 8) === "TFL3") return "tflite";
  if (starts(0x1f, 0x8b)) return "gzip";
  if (text.slice(257, 262) === "ustar") return "tar";
  if (starts(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59)) return "npz";
  if (isPickle(head, text)) return "pickle";
  if (/^model_checkpoint_path: /.test(text) || /\.(index|data-\d{5}-of-\d{5})$/.test(name)) return "checkpoint";
  if (text.startsWith("version https://git-lfs")) return "git";
  if (/^\s*<(!doctype|html|head|\?xml)/i.test(text)) return "page";
  if (/^(backend|class_name|config|keras_version): /m.test(text)) return "yaml";
  if (name.endsWith(".onnx")) return "onnx";
  if (name.endsWith("saved_model.pb") || name.endsWith("keras_metadata.pb") || isSavedModel(head)) return "savedModel";
  if (name.endsWith(".pb")) return "frozen";
  return undefined;
}

/** Python's pickle of protocols 0 and 1 begins with an object that is kept as number 0, later ones with their number. */
function isPickle(head: Uint8Array, text: string): boolean {
  if (head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5) return true;
  return /^(\([dl]p0\n|c[\w.]+\n\w+\n(p0\n|q\0)|[}\]]q\0)/.test(text);
}

/** A SavedModel is a message of protobuf whose first field is its version, 1, and whose second is a graph. */
function isSavedModel(head: Uint8Array): boolean {
  return head[0] === 0x08 && head[1] === 0x01 && head[2] === 0x12;
}

/** What a zip that is no .keras file is, by the names of its members. */
export function foreignZip(names: readonly string[]): keyof typeof KINDS | undefined {
  const some = (end: string): boolean => names.some((name) => name.endsWith(end));
  if (some("saved_model.pb")) return "savedModel";
  if (some("/data.pkl") || some("/constants.pkl")) return "torch";
  if (some(".npy") && !names.includes("config.json")) return "npz";
  return undefined;
}
