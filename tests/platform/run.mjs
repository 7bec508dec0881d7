// Runs the conformance program on every platform, and checks the package: npm run test:platforms [-- --only NAME] [-- --write]
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { install } from "./support/install.mjs";
import { openLab } from "./support/lab.mjs";
import { markdown, printed, writeBetween } from "./support/table.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const { values } = parseArgs({ options: { only: { type: "string" }, write: { type: "boolean" } } });
if (values.only && values.write) {
  console.error("--write: the README holds the whole table. Leave --only out");
  process.exit(2);
}

/** The default exports of the files of a folder, in the order of their names. */
async function partsOf(folder) {
  const files = (await readdir(join(here, folder))).filter((file) => file.endsWith(".mjs")).sort();
  const parts = await Promise.all(files.map(async (file) => (await import(`./${folder}/${file}`)).default));
  return parts.filter(({ name }) => name.toLowerCase().includes((values.only ?? "").toLowerCase()));
}

/** What is wrong with a report, if anything. */
function faultOf(report, threads) {
  if (!/^[0-9a-f]{8}$/.test(report.hash)) return `expected a hash. Received ${report.hash}`;
  if (report.batchesAgree !== true) return "a row's prediction depends on the batch it is in";
  if (report.info?.threads !== threads) return `expected ${threads} threads. Received ${report.info?.threads}`;
  return undefined;
}

/** Runs a target with each of its numbers of threads. */
async function* rowsOf(target, lab) {
  const { name } = target;
  let found;
  let session;
  try {
    found = await target.find(lab);
    if (found.missing) return yield { name, missing: found.missing };
    session = target.open ? await target.open(found, lab) : found;
  } catch (error) {
    return yield { name, version: found?.version, failed: error.message };
  }
  for (const threads of target.threads) {
    const row = { name, version: found.version, threads };
    try {
      const report = await target.run(session, threads, lab);
      yield { ...row, ...report, threads, failed: faultOf(report, threads) };
    } catch (error) {
      yield { ...row, failed: error.message };
    }
  }
  await target.close?.(session);
}

await install();
const lab = await openLab().catch((error) => {
  console.error(`the library cannot be built and packed: ${error.message}\n0 passed, 1 failed`);
  process.exit(1);
});
const rows = [];
let [passed, failed, missing] = [0, 0, 0];
const count = (name, fault, remark = "") => {
  if (fault) failed++;
  else passed++;
  console.log(fault ? `FAIL ${name}: ${fault}` : `ok   ${name} ${remark}`.trimEnd());
};
const absent = (name, tried) => {
  missing++;
  console.log(`--   ${name}: not found, ${tried}`);
};

try {
  for (const check of await partsOf("checks")) {
    try {
      const found = await check.find(lab);
      if (found.missing) absent(check.name, found.missing);
      else count(check.name, undefined, await check.run(found, lab));
    } catch (error) {
      count(check.name, error.message);
    }
  }
  for (const target of await partsOf("targets")) {
    for await (const row of rowsOf(target, lab)) {
      rows.push(row);
      const what = row.threads ? `${row.name}, threads: ${row.threads}` : row.name;
      if (row.missing) absent(what, row.missing);
      else count(what, row.failed, row.hash);
    }
  }
} finally {
  await lab.close();
}

if (rows.length) {
  console.log(`\n${printed(rows)}\n`);
  const hashes = [...new Set(rows.flatMap((row) => row.hash ?? []))].join(", ");
  if (rows.some((row) => row.threads)) count("all hashes are equal", hashes.length === 8 ? undefined : hashes, hashes);
}
if (rows.length + passed + failed + missing === 0) {
  console.error(`--only: there is no target or check "${values.only}"`);
  process.exit(2);
}
if (values.write && failed === 0) await writeBetween(join(lab.root, "README.md"), markdown(rows));
if (missing) console.log(`${missing} not found on this machine`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
