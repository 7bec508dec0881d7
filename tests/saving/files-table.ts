/** The tables of docs/files.md: what became of the files of every version, counted. */
import { readFileSync, writeFileSync } from "node:fs";
import { repositoryPath } from "../support/golden";
import type { Outcome } from "./files-attempt";
import { KNOWN } from "./files-known";
import type { Form } from "./files-support";

const PAGE = "docs/files.md";

/** A file that was tried. */
export interface Tried {
  environment: string;
  writer: string;
  kind: string;
  form: Form;
  outcome: Outcome;
}

/** A count of all. */
function count(tried: readonly Tried[], holds: (outcome: Outcome) => boolean): string {
  if (tried.length === 0) return "–";
  const good = tried.filter(({ outcome }) => holds(outcome)).length;
  return good === tried.length ? `${good}` : `${good} of ${tried.length}`;
}

const read = ({ refused }: Outcome): boolean => refused === undefined;
const alike = ({ predictions }: Outcome): boolean => predictions! < 1e-5;
const stepped = ({ step, notTrained }: Outcome): boolean => step !== undefined || notTrained !== undefined;

/** The last cells of a row: read, predicts as its writer, trains on as its writer, saved again. */
function cells(tried: readonly Tried[]): string[] {
  const opened = tried.filter(({ outcome }) => read(outcome));
  const trained = opened.filter(({ outcome }) => stepped(outcome));
  return [
    count(tried, read),
    count(opened, alike),
    count(trained, ({ step }) => step! < 1e-4),
    count(opened, ({ notSaved }) => notSaved === undefined),
  ];
}

const row = (parts: readonly string[]): string => `| ${parts.join(" | ")} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [row(head), row(head.map(() => "---")), ...rows.map(row)];
}

/** Forms of files: in words, in short, and whether keratin writes them. */
const FORMS: readonly { title: string; short: string; forms: readonly Form[]; write: string }[] = [
  { title: "`.keras`", short: "`.keras`", forms: ["keras"], write: "yes, as Keras 3.15" },
  { title: "`.keras` unpacked in a folder (`zipped=False`)", short: "folder", forms: ["directory"], write: "no" },
  { title: "whole model in HDF5 (`.h5`, `.hdf5`)", short: "`.h5`", forms: ["h5", "h5keras"], write: "no" },
  { title: "config in JSON, weights in HDF5 by layers", short: "JSON + `.h5`", forms: ["weights"], write: "no" },
  {
    title: "config in JSON, `.weights.h5`",
    short: "JSON + `.weights.h5`",
    forms: ["weightsV3"],
    write: "`.weights.h5`: yes",
  },
  {
    title: "config in JSON, weights in shards (`.weights.json`)",
    short: "JSON + shards",
    forms: ["shards"],
    write: "no",
  },
];

/** Writers from the first to the last: "Keras 3.0.0 to 3.15.1". */
function writersOf(tried: readonly Tried[]): string {
  const numbers = (text: string): number[] => text.split(".").map(Number);
  const later = (a: string, b: string): number => {
    const [x, y] = [numbers(a), numbers(b)];
    return x[0]! - y[0]! || x[1]! - y[1]! || (x[2] ?? 0) - (y[2] ?? 0);
  };
  const names = new Map<string, string[]>();
  for (const { writer } of tried) {
    const [, name, version] = /^(\S+) (\S+)/.exec(writer)!;
    names.set(name!, [...(names.get(name!) ?? []), version!]);
  }
  return [...names]
    .map(([name, versions]) => {
      const sorted = [...new Set(versions)].sort(later);
      const title = name.replace(/^keras$/, "Keras");
      return sorted.length === 1 ? `${title} ${sorted[0]}` : `${title} ${sorted[0]} to ${sorted.at(-1)}`;
    })
    .join(", ");
}

/** Formats, and who wrote them. */
export function formatsTable(tried: readonly Tried[]): string {
  const rows = FORMS.map(({ title, forms, write }) => {
    const own = tried.filter(({ form }) => forms.includes(form));
    return [title, writersOf(own), String(own.length), ...cells(own).slice(0, 3), write];
  });
  return table(
    ["format", "written by", "files", "read", "predict as written", "train on as their writer", "written"],
    rows,
  ).join("\n");
}

/** Versions. */
export function versionsTable(tried: readonly Tried[]): string {
  const environments = [...new Set(tried.map(({ environment }) => environment))];
  const rows = environments.map((environment) => {
    const own = tried.filter((one) => one.environment === environment);
    const forms = FORMS.filter(({ forms }) => own.some(({ form }) => forms.includes(form)));
    const writer = own[0]!.writer.replace(/^keras /, "Keras ");
    return [writer, forms.map(({ short }) => short).join(", "), String(own.length), ...cells(own)];
  });
  const version = ([name]: readonly string[]): string =>
    name!.replace(/\d+/g, (digits) => digits.padStart(4, "0")).replace(/^Keras/, "0");
  rows.sort((a, b) => (version(a) < version(b) ? -1 : 1));
  const head = [
    "writer",
    "forms",
    "files",
    "read",
    "predict as written",
    "train on as their writer",
    "saved as `.keras`",
  ];
  return table(head, rows).join("\n");
}

type Entry = (typeof KNOWN)[number];

/** Whether a file shows what an entry knows. */
function shows(entry: Entry, { environment, kind, form, outcome }: Tried): boolean {
  const { refused, notSaved, predictions, step } = outcome;
  if (!entry.environment.test(environment) || !entry.kind.test(kind) || entry.form?.test(form) === false) return false;
  if (entry.refused) return refused !== undefined;
  if (entry.notSaved) return notSaved !== undefined && entry.notSaved.test(notSaved);
  return entry.predictions === undefined ? step !== undefined && step >= 1e-4 : predictions! >= 1e-5;
}

/** What differs, and why. */
export function reasons(tried: readonly Tried[]): string {
  const lists: readonly (readonly [string, (entry: Entry) => boolean])[] = [
    ["Not read:", ({ refused }) => refused !== undefined],
    [
      "Not saved as `.keras`, for Keras 3 cannot say it (`save` names the layer and the reason):",
      ({ notSaved }) => notSaved !== undefined,
    ],
    ["Predictions that differ:", ({ predictions }) => predictions !== undefined],
    ["A step of training that differs from the writer's:", ({ step }) => step !== undefined],
  ];
  const line = (entry: Entry): string => {
    const most = entry.predictions ?? entry.step;
    const far = most === undefined ? "" : `; at most ${most}`;
    return `* ${entry.why} (${writersOf(tried.filter((one) => shows(entry, one)))}${far})`;
  };
  return lists.map(([title, holds]) => [title, "", ...KNOWN.filter(holds).map(line)].join("\n")).join("\n\n");
}

/** Whether the page has these tables; writes them first with KERATIN_DOCS=write. */
export function onPage(tables: Readonly<Record<string, string>>): { has: string; should: string } {
  const path = repositoryPath(PAGE);
  const has = readFileSync(path, "utf8");
  let should = has;
  for (const [name, text] of Object.entries(tables)) {
    const marks = new RegExp(`(<!-- ${name} -->\n).*?(<!-- /${name} -->)`, "s");
    if (!marks.test(should)) throw new Error(`${PAGE} has no place for ${name}`);
    should = should.replace(marks, (_all, open: string, close: string) => `${open}${text}\n${close}`);
  }
  if (process.env.KERATIN_DOCS === "write") writeFileSync(path, should);
  return { has: process.env.KERATIN_DOCS === "write" ? should : has, should };
}
