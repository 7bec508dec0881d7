/** The table, for people and for the README. */
import { readFile, writeFile } from "node:fs/promises";

const HEAD = ["target", "version", "threads", "hash", "batch rows equal", "ms", "remark"];
const MARKS = ["<!-- platforms -->", "<!-- /platforms -->"];

/** A row's cells. `failed` and `missing` stand in the place of a hash. */
function cells({ name, version, threads, hash, batchesAgree, ms, remark, failed, missing }) {
  const equal = batchesAgree === undefined ? "" : batchesAgree ? "yes" : "NO";
  const result = failed ? "FAILED" : missing ? "not found" : hash;
  const time = ms === undefined ? "" : ms.toFixed(0);
  return [
    name,
    version ?? "",
    String(threads ?? ""),
    result,
    equal,
    time,
    (failed ?? missing ?? remark ?? "").split("\n")[0],
  ];
}

/** The table with its columns in line. */
export function printed(rows) {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** The table in Markdown: one line a target, and nothing that changes from run to run. */
export function markdown(rows) {
  const names = [...new Set(rows.map((row) => row.name))];
  const lines = names.map((name) => {
    const runs = rows.filter((row) => row.name === name).map(cells);
    const [, version, threads, result, equal, , remark] = HEAD.map((_, i) => [...new Set(runs.map((run) => run[i]))]);
    const hash = result.map((text) => (/^[0-9a-f]{8}$/.test(text) ? `\`${text}\`` : text));
    return [[name], version, threads, hash, equal, remark].map((texts) => texts.join(", ").replaceAll("|", "\\|"));
  });
  const head = HEAD.filter((name) => name !== "ms");
  return [head, head.map(() => "---"), ...lines].map((line) => `| ${line.join(" | ")} |`).join("\n");
}

/** Puts text between the marks of a file. */
export async function writeBetween(file, text) {
  const whole = await readFile(file, "utf8");
  const [from, to] = MARKS.map((mark) => whole.indexOf(mark));
  if (from < 0 || to < from) throw new Error(`${file}: expected the marks ${MARKS.join(" and ")}`);
  await writeFile(file, `${whole.slice(0, from + MARKS[0].length)}\n${text}\n${whole.slice(to)}`);
}
