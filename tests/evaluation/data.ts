/** Reads the evaluation data: rows as the model takes them, and labels. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { FormatError } from "keratin";
import type { Entry, Samples, Table } from "./catalogue";

export interface Data {
  /** All rows in one. */
  rows: Float32Array;
  count: number;
  /** One a row, or one a clip of `count / labels.length` rows. */
  labels: Int32Array;
}

interface Label {
  label: number;
  /** Numbers in a window and between the starts of two; of sounds only. */
  window: number;
  step: number;
}

const TYPES = { uint8: Uint8Array, int8: Int8Array, float32: Float32Array };

/** The bytes of a file, without gzip if its name ends in .gz. */
export function content(path: string): Uint8Array {
  let raw: Uint8Array;
  try {
    raw = readFileSync(path);
  } catch (cause) {
    throw new FormatError(path, "cannot be read", { expected: "a file of the folder of models and data", cause });
  }
  if (!path.endsWith(".gz")) return raw;
  try {
    return gunzipSync(raw);
  } catch (cause) {
    throw new FormatError(path, "is no whole gzip file", { received: { bytes: raw.length }, cause });
  }
}

const lines = (path: string): string[] => new TextDecoder().decode(content(path)).split(/\r?\n/).filter(Boolean);

/** A line of y_labels.csv. */
function label(path: string, line: string, i: number, sounds: boolean): Label {
  const [, classes, value, window, step] = line.split(",").map(Number);
  const whole = Number.isInteger(value) && value! >= 0 && value! < classes!;
  const windows = !sounds || [window, step].every((bytes) => bytes! > 0 && bytes! % 4 === 0);
  if (!whole || !windows) {
    throw new FormatError(path, `line ${i + 1} is no label`, {
      expected: sounds ? "name,classes,label,bytes of a window,bytes of a step" : "name,classes,label",
      received: { line },
    });
  }
  return { label: value!, window: (window ?? 0) / 4, step: (step ?? 0) / 4 };
}

/** Overlapping windows of every clip. */
function windows(path: string, values: Float32Array, clips: number, { window, step }: Label, features: number): Data {
  const length = values.length / clips;
  if (window !== features || length < window || (length - window) % step !== 0) {
    throw new FormatError(path, "clips are no whole windows", {
      expected: `windows of ${features} numbers`,
      received: { window, step, clip: length },
    });
  }
  const each = (length - window) / step + 1;
  const rows = new Float32Array(clips * each * window);
  for (let clip = 0; clip < clips; clip++) {
    for (let i = 0; i < each; i++) {
      const start = clip * length + i * step;
      rows.set(values.subarray(start, start + window), (clip * each + i) * window);
    }
  }
  return { rows, count: clips * each, labels: new Int32Array(clips) };
}

function readSamples(folder: string, source: Samples, sounds: boolean, features: number): Data {
  const at = join(folder, source.labels);
  const labels = lines(at).map((line, i) => label(at, line, i, sounds));
  const path = join(folder, source.samples);
  const raw = content(path);
  const Type = TYPES[source.type];
  const width = Type.BYTES_PER_ELEMENT;
  const size = raw.length / labels.length / width;
  if (labels.length === 0 || !Number.isInteger(size) || size === 0 || (!sounds && size !== features)) {
    throw new FormatError(path, "has another size than its labels say", {
      expected: `${labels.length} samples of ${sounds ? "equal length" : `${features * width} bytes`}`,
      received: { bytes: raw.length },
    });
  }
  const stored = new Type(new Uint8Array(raw).buffer);
  const values = Float32Array.from(stored, (value) => (value - source.zero) * source.scale);
  const data = sounds
    ? windows(path, values, labels.length, labels[0]!, features)
    : { rows: values, count: labels.length, labels: new Int32Array(labels.length) };
  data.labels.set(labels.map((each) => each.label));
  return data;
}

function readTable(folder: string, source: Table, features: number): Data {
  const path = join(folder, source.table);
  const table = lines(path).map((line) =>
    line.split(",").map((cell) => (cell.trim() === "" ? Number.NaN : Number(cell))),
  );
  const wrong = table.findIndex(
    (cells) => cells.length !== features + 1 || cells.some((cell) => !Number.isFinite(cell)) || !(cells[0]! >= 0),
  );
  if (table.length === 0 || wrong >= 0) {
    throw new FormatError(path, wrong < 0 ? "has no lines" : `line ${wrong + 1} is no row`, {
      expected: `a label and ${features} numbers`,
      received: { cells: table[wrong]?.length ?? 0 },
    });
  }
  return {
    rows: Float32Array.from(table.flatMap((cells) => cells.slice(1))),
    count: table.length,
    labels: Int32Array.from(table, (cells) => cells[0]!),
  };
}

/** The data of a model that reads rows of `features` numbers. */
export function readData(folder: string, { data, task }: Entry, features: number): Data | undefined {
  if (!data) return undefined;
  return "table" in data ? readTable(folder, data, features) : readSamples(folder, data, task === "anomaly", features);
}
