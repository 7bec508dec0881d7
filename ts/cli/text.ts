/** What the command prints: tables, sizes, counts. */
import type { FileReport } from "keratin";
import { count, size, table } from "../core/table";

/** Text in lines that are no longer than the terminal is wide. */
export function wrapped(text: string, indent: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && line.length + word.length + 1 > width - indent.length) {
      lines.push(indent + line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, indent + line];
}

const shapeOf = (shape: readonly (number | null)[]): string => `(${shape.map((d) => d ?? "batch").join(", ")})`;

const FORMATS: Readonly<Record<string, string>> = {
  keras: "Keras model (.keras, zip)",
  h5: "Keras model or weights in HDF5 (.h5)",
  "weights.h5": "weights of Keras 3 (.weights.h5)",
  json: "config of a model, without weights (JSON)",
  tfjs: "TensorFlow.js layers model (JSON and shards)",
  safetensors: "weights (safetensors)",
  shards: "weights of Keras 3 in several files (.weights.json)",
};

/** The words of a report. */
export function reportText(file: string, report: FileReport, columns: number): string[] {
  const { bytes, model, problems, notes, arrays } = report;
  const facts: [string, string][] = [["format", FORMATS[report.format] ?? report.format]];
  if (report.writer) facts.push(["written by", report.writer + (report.backend ? ` on ${report.backend}` : "")]);
  if (report.saved) facts.push(["written", report.saved.replace("@", " ")]);
  facts.push(["size", size(bytes)]);
  if (model) {
    facts.push(["model", model.name], ["layers", count(report.layers.length)]);
    const frozen = model.params - model.trainable;
    facts.push(["parameters", `${count(model.params)}${frozen ? `, ${count(frozen)} of them not trainable` : ""}`]);
    for (const input of model.inputs) facts.push(["input", `${input.name} ${shapeOf(input.shape)} ${input.dtype}`]);
    for (const output of model.outputs)
      facts.push(["output", `${output.name} ${shapeOf(output.shape)} ${output.dtype}`]);
  } else if (report.layers.length) facts.push(["layers", count(report.layers.length)]);
  if (arrays.length) {
    const dtypes = [...new Set(arrays.map(({ dtype }) => dtype))].sort().join(", ");
    facts.push(["weights", `${count(arrays.length)} arrays, ${count(report.storedParams)} elements, ${dtypes}`]);
  }
  if (report.optimizer) {
    facts.push(["optimizer", report.optimizer + (report.optimizerState ? ", with its state" : ", without state")]);
  } else if (model) facts.push(["optimizer", "none: the model was not compiled"]);
  const width = Math.max(...facts.map(([key]) => key.length));
  const lines = [file, ...facts.map(([key, value]) => `  ${key.padEnd(width)}  ${value}`)];
  if (model) lines.push("", ...report.summary);
  else if (report.layers.length) {
    const rows = report.layers.map((layer) => [layer.name, layer.class]);
    lines.push("", ...table(["layer", "class"], rows));
  } else if (arrays.length) {
    const rows = arrays.map(({ name, shape, dtype }) => [name, `(${shape.join(", ")})`, dtype]);
    lines.push("", ...table(["array", "shape", "dtype"], rows));
  }
  const list = (title: string, items: readonly string[]): void => {
    if (items.length)
      lines.push(
        "",
        title,
        ...items.flatMap((item) =>
          wrapped(item, "    ", columns).map((line, i) => (i ? line : `  - ${line.trimStart()}`)),
        ),
      );
  };
  list("What will not work:", problems);
  list("To know:", notes);
  if (problems.length === 0 && model) lines.push("", "It loads: everything in it works.");
  return lines;
}
