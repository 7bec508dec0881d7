/**
 * Fuzzes everything that opens files: node build/run.mjs tests/fuzz/fuzz.ts --count 200000 --seed 1
 * Only keratin's own errors may come out, nothing may crash, take 5 seconds, or more memory than the bound of docs/files.md.
 * `--index N` runs one mutant of the seed, `--save FILE` writes it.
 */
import { fork } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { attempt, mutant } from "./attempt";
import { corpus } from "./corpus";

const GOLDEN = "tests/golden";
const BATCH = 500;
/** Milliseconds that one mutant may take. */
const MOST_TIME = 5000;
/** Bytes that a process which opens small files may take above what it had when it was ready. */
export const MOST_MEMORY: number = 512 * 2 ** 20;

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    index: { type: "string" },
    save: { type: "string" },
    worker: { type: "boolean", default: false },
    only: { type: "string" },
    jobs: { type: "string", default: String(Math.max(1, cpus().length)) },
  },
});
const seed = Number(values.seed);

type FromWorker =
  | { at: number }
  | {
      done: number;
      loaded: number;
      faults: { index: number; original: string; text: string }[];
      slowest: { index: number; ms: number };
    };

async function originals(): Promise<Awaited<ReturnType<typeof corpus>>> {
  const all = await corpus(GOLDEN);
  return values.only ? all.filter(({ name }) => name.includes(values.only!)) : all;
}

/** A process that takes batches of mutants. */
async function worker(): Promise<void> {
  console.warn = () => undefined;
  const all = await originals();
  process.on("message", async ({ from, to }: { from: number; to: number }) => {
    const faults: { index: number; original: string; text: string }[] = [];
    let loaded = 0;
    let slowest = { index: -1, ms: 0 };
    for (let index = from; index < to; index++) {
      process.send!({ at: index } satisfies FromWorker);
      const one = mutant(all, seed, index);
      const start = performance.now();
      const outcome = await attempt(one);
      const ms = performance.now() - start;
      if (ms > slowest.ms) slowest = { index, ms };
      if (outcome.loaded) loaded++;
      if (outcome.fault) faults.push({ index, original: one.original, text: outcome.fault });
    }
    process.send!({ done: to - from, loaded, faults, slowest } satisfies FromWorker);
  });
  process.send!({ at: -1 });
}

const residentOf = (pid: number): number => {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
};

interface Tally {
  done: number;
  loaded: number;
  faults: { index: number; original: string; text: string }[];
  slowest: { index: number; ms: number };
  peak: number;
}

/** Runs a process until there are no more batches; a process that hangs or dies is replaced. */
function run(next: () => { from: number; to: number } | undefined, tally: Tally): Promise<void> {
  return new Promise((resolve) => {
    const start = (rest?: { from: number; to: number }): void => {
      const child = fork(process.argv[1]!, [...process.argv.slice(2), "--worker"], {
        execArgv: ["--max-old-space-size=256"],
        silent: true,
      });
      let batch = rest;
      let at = -2;
      let since = Date.now();
      let idle = 0;
      let ended = false;
      let tail = "";
      child.stderr?.on("data", (text) => {
        tail = (tail + text).slice(-2000);
      });
      const end = (fault?: string): void => {
        if (ended) return;
        ended = true;
        clearInterval(watch);
        child.kill("SIGKILL");
        if (fault === undefined) resolve();
        else if (at === -2) throw new Error(`the process does not start: ${fault}`);
        else {
          tally.faults.push({ index: at, original: "", text: fault });
          tally.done += at + 1 - (batch?.from ?? at);
          start(batch && at + 1 < batch.to ? { from: at + 1, to: batch.to } : undefined);
        }
      };
      const watch = setInterval(() => {
        const resident = residentOf(child.pid!);
        if (at >= 0) tally.peak = Math.max(tally.peak, resident - idle);
        if (at >= 0 && resident - idle > MOST_MEMORY) end(`takes ${Math.round((resident - idle) / 2 ** 20)} MB`);
        else if (at >= 0 && Date.now() - since > MOST_TIME) end(`takes more than ${MOST_TIME} ms`);
      }, 50);
      child.on("message", (message: FromWorker) => {
        if ("at" in message) {
          at = message.at;
          since = Date.now();
          if (at >= 0) return;
          idle = residentOf(child.pid!);
          batch ??= next();
          if (batch) child.send(batch);
          else end();
          return;
        }
        at = -1;
        tally.done += message.done;
        tally.loaded += message.loaded;
        tally.faults.push(...message.faults);
        if (message.slowest.ms > tally.slowest.ms) tally.slowest = message.slowest;
        batch = next();
        if (batch) child.send(batch);
        else end();
      });
      child.on("exit", (code, signal) => end(`the process died (${code ?? signal}): ${tail.slice(-600)}`));
    };
    start();
  });
}

async function main(): Promise<void> {
  if (values.index !== undefined) {
    const one = mutant(await originals(), seed, Number(values.index));
    if (values.save) writeFileSync(values.save, one.bytes);
    console.log(one.original, one.bytes.length, await attempt(one));
    return;
  }
  const count = Number(values.count);
  const tally: Tally = { done: 0, loaded: 0, faults: [], slowest: { index: -1, ms: 0 }, peak: 0 };
  let at = 0;
  const next = (): { from: number; to: number } | undefined => {
    if (at >= count) return undefined;
    const from = at;
    at = Math.min(count, at + BATCH);
    return { from, to: at };
  };
  const started = Date.now();
  const show = setInterval(() => {
    const seconds = (Date.now() - started) / 1000;
    console.log(
      `${tally.done} of ${count}, ${Math.round(tally.done / seconds)} a second, ${tally.faults.length} faults`,
    );
  }, 10_000);
  await Promise.all(Array.from({ length: Number(values.jobs) }, () => run(next, tally)));
  clearInterval(show);
  const byText = new Map<string, { index: number; original: string; n: number }>();
  for (const { index, original, text } of tally.faults) {
    const key = text.split("\n").slice(0, 4).join("\n");
    const known = byText.get(key);
    byText.set(key, { index: known?.index ?? index, original: known?.original ?? original, n: (known?.n ?? 0) + 1 });
  }
  for (const [text, { index, original, n }] of byText)
    console.log(`\n${n} times, first at --index ${index} (${original}):\n${text}`);
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(
    `\nseed ${seed}: ${tally.done} mutants of ${(await originals()).length} files in ${seconds} s, ${tally.loaded} loaded, ` +
      `slowest ${Math.round(tally.slowest.ms)} ms (--index ${tally.slowest.index}), ` +
      `at most ${Math.round(tally.peak / 2 ** 20)} MB above idle, ${tally.faults.length} faults`,
  );
  if (tally.faults.length) process.exitCode = 1;
}

if (values.worker) await worker();
else await main();
