// docs/keras.md: every class of Keras (tests/golden/keras.json, read from Keras itself) against what the built library has.
// A class works when it is exported; its options are tried one by one, and those it refuses are named. `--write`, `--check`.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));
const keratin = await import("./dist/keratin.js");
const keras = JSON.parse(readFileSync("tests/golden/keras.json", "utf8"));

const TITLES = {
  layers: "Layers",
  losses: "Losses",
  metrics: "Metrics",
  optimizers: "Optimizers",
  schedules: "Learning-rate schedules",
  initializers: "Initializers",
  regularizers: "Regularizers",
  constraints: "Constraints",
  callbacks: "Callbacks",
};
const HOMES = { schedules: keratin.optimizers.schedules ?? {}, callbacks: keratin.callbacks ?? {} };
/** Why a class is not there; the first pattern that fits. */
const REASONS = [
  [/^(JaxLayer|FlaxLayer|TorchModuleWrapper|TFSMLayer)$/, "runs code of another framework"],
  [/^(MixUp|CutMix)$/, "changes labels with the images, which a layer does not see"],
  [/^(Random|AugMix|Contrast)/, "augments images; not written yet"],
  [/^(STFT|Mel)/, "needs a Fourier transform; not written yet"],
  [/^MaxNumBoundingBoxes$/, "bounding boxes are not supported"],
  [/^InputSpec$/, "layers check their inputs themselves"],
  [/^CallbackList$/, "`fit` runs the callbacks itself"],
  [/^(TensorBoard|OrbaxCheckpoint|RemoteMonitor)$/, "writes for a tool that is Python's"],
  [/^(MultiOptimizer|OptimizerMap)$/, "one optimizer trains a model"],
  [/./, "not written yet"],
];

const camel = (name) => name.replace(/_+([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const home = (family) => HOMES[family] ?? keratin[family] ?? {};

/** The options of a class that it refuses by name, whatever their value. */
function refused(target, options) {
  return options.map(camel).filter((option) => {
    try {
      new target({ [option]: "probe" });
    } catch ({ message }) {
      return new RegExp(`${option} is not supported|has no option "${option}"`).test(message);
    }
    return false;
  });
}

function row(family, name, options) {
  const target = home(family)[name] ?? keratin[name];
  if (typeof target !== "function") return [name, "no", REASONS.find(([pattern]) => pattern.test(name))[1]];
  const without = refused(target, options);
  return [name, "yes", without.length ? `without ${without.map((option) => `\`${option}\``).join(", ")}` : ""];
}

function functionsOf(names, namespace) {
  const other = { var: "variance", abs: "absolute" };
  const has = names.filter((name) => camel(name) in namespace || (other[name] ?? "") in namespace);
  return { has, missing: names.filter((name) => !has.includes(name)) };
}

function table(rows) {
  const head = ["class", "works", ""];
  const widths = [0, 1, 2].map((i) => Math.max(5, ...rows.map((cells) => cells[i].length)));
  const line = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

function page() {
  const parts = [
    "# What of Keras works",
    "",
    `Every public class of Keras ${keras.header.keras}. This page is written by \`node build/keras.mjs --write\`, which tries the built library.`,
    "",
  ];
  for (const [family, classes] of Object.entries(keras.classes)) {
    const rows = Object.entries(classes).map(([name, options]) => row(family, name, options));
    const count = rows.filter(([, works]) => works === "yes").length;
    parts.push(`## ${TITLES[family]}: ${count} of ${rows.length}`, "", table(rows), "");
  }
  const lists = [
    ["Activations", keras.activations, keratin.activations],
    ["`keras.ops`", keras.ops, keratin.ops],
    ["`keras.ops.image`", keras.image, keratin.ops.image ?? {}],
    ["`keras.random`", keras.random, keratin.random],
  ];
  for (const [title, names, namespace] of lists) {
    const { has, missing } = functionsOf(names, namespace);
    parts.push(`## ${title}: ${has.length} of ${names.length}`, "", wrap(has), "");
    if (missing.length) parts.push("Not yet:", "", wrap(missing), "");
  }
  return parts.join("\n");
}

function wrap(names) {
  const lines = [""];
  for (const name of names) {
    if (lines.at(-1).length + name.length > 116) lines.push("");
    lines[lines.length - 1] += `${lines.at(-1) ? " " : ""}\`${name}\``;
  }
  return lines.join("\n");
}

const text = page();
if (process.argv.includes("--write")) writeFileSync("docs/keras.md", text);
else if (process.argv.includes("--check")) {
  if (readFileSync("docs/keras.md", "utf8") !== text) {
    console.error("docs/keras.md is stale: run node build/keras.mjs --write");
    process.exitCode = 1;
  }
} else console.log(text);
