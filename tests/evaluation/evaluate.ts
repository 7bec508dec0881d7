/**
 * Real models on their data: loads, scores, compares with Python and fine-tunes every model of models.json.
 *
 *   npm run evaluate -- FOLDER            prints the table of docs/models.md
 *   npm run evaluate -- FOLDER --write    and writes it there
 *
 * FOLDER holds the models and data. It exits with 1 when a figure is not as it must be.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { sep } from "node:path";
import golden from "../golden/evaluation.json";
import { ENTRIES } from "./catalogue";
import { measure, type Reference, type Result } from "./measure";
import { placed, table } from "./table";

const PAGE = "docs/models.md";
const REFERENCES = golden.models as unknown as Record<string, Reference>;

/** Files of models below a folder. */
const modelsIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /(\.(h5|hdf5|keras)|[\\/]model\.json)$/.test(name))
    .map((name) => name.replaceAll(sep, "/"))
    .sort();

async function main(folder: string, write: boolean): Promise<number> {
  const started = performance.now();
  let failed = 0;
  const fail = (text: string): void => {
    failed++;
    console.error(`FAIL ${text}`);
  };
  const found = modelsIn(folder);
  for (const file of found) {
    if (!ENTRIES.some((entry) => entry.file === file)) fail(`${file}: tests/evaluation/models.json does not know it`);
  }
  const results: Result[] = [];
  for (const [i, entry] of ENTRIES.entries()) {
    const progress = (text: string): void => console.error(`[${i + 1}/${ENTRIES.length}] ${entry.title}: ${text}`);
    const python = REFERENCES[entry.file];
    if (!python) {
      fail(`${entry.file}: tests/golden/evaluation.json has no answers of Python. Run tests/evaluation/reference.py`);
      continue;
    }
    try {
      const result = await measure(folder, entry, python, progress);
      results.push(result);
      for (const fault of result.faults) fail(`${entry.file}: ${fault}`);
    } catch (error) {
      fail(`${entry.file}: ${error instanceof Error ? error.message : error}`);
    }
  }
  const text = table(results, REFERENCES);
  console.log(text);
  console.error(`${((performance.now() - started) / 1000).toFixed(0)} s in all, ${failed} failures`);
  if (write && failed === 0) writeFileSync(PAGE, placed(readFileSync(PAGE, "utf8"), text));
  return failed === 0 ? 0 : 1;
}

const args = process.argv.slice(2);
const folders = args.filter((arg) => arg !== "--write");
const folder = folders[0];
if (folders.length !== 1 || folder!.startsWith("-")) {
  console.error("Usage: npm run evaluate -- FOLDER [--write]");
  process.exitCode = 2;
} else if (!existsSync(folder!) || !statSync(folder!).isDirectory()) {
  console.error(`evaluate: there is no folder. Expected the folder of models and data. Received folder=${folder}.`);
  process.exitCode = 2;
} else {
  process.exitCode = await main(folder!, args.includes("--write"));
}
