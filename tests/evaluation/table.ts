/** The results as a table in Markdown, and its place in a page. */
import { FormatError } from "keratin";
import type { Reference, Result } from "./measure";
import { shown } from "./score";

const MARKS = ["<!-- evaluation -->", "<!-- /evaluation -->"] as const;

const HEAD = [
  "model",
  "file",
  "parameters",
  "score, keratin",
  "score, Python",
  "difference, random inputs",
  "difference, data",
  "loss, first → last epoch, keratin",
  "the same, Python",
  "seconds",
];
const NONE = "–";

const course = (losses: readonly number[]): string =>
  [losses[0]!, losses.at(-1)!].map((loss) => loss.toPrecision(4)).join(" → ");

function row(result: Result, python: Reference): string[] {
  const { entry, score, measured } = result;
  const note = (entry.data ? "" : " ¹") + (python.tuning.dropout ? " ²" : "");
  return [
    entry.title,
    `\`${entry.file}\``,
    result.params.toLocaleString("en"),
    score ? shown(score) : NONE,
    python.score ? shown(python.score) : NONE,
    result.random.toExponential(1),
    measured === undefined ? NONE : measured.toExponential(1),
    course(result.losses) + note,
    course(python.tuning.losses),
    result.seconds.toFixed(1),
  ];
}

export function table(results: readonly Result[], python: Record<string, Reference>): string {
  const rows = results.map((result) => row(result, python[result.entry.file]!));
  return [HEAD, HEAD.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The page with another table between its marks. */
export function placed(page: string, text: string): string {
  const [start, end] = MARKS.map((mark) => page.indexOf(mark));
  if (start! < 0 || end! < start!) {
    throw new FormatError("docs/models.md", "has no place for the table", { expected: MARKS.join(" ... ") });
  }
  return `${page.slice(0, start! + MARKS[0].length)}\n${text}\n${page.slice(end!)}`;
}
