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
  const targets = Map.groupBy
    ? Map.groupBy(rows, (row) => row.name)
    : rows.reduce((map, row) => map.set(row.name, [...(map.get(row.name) ?? []), row]), new Map());
  const lines = [...targets.values()].map((runs) => {
    const [name, version, , , , , remark] = cells(runs[0]);
    const one = (column) => [...new Set(runs.map((run) => cells(run)[column]))].join(", ");
    return [name, version, one(2), runs[0].hash ? `\`${one(3)}\`` : one(3), one(4), remark];
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
