/** What every report of a run begins with, and its rows. */
import { cpus } from "node:os";
import type { info } from "keratin";

export interface About {
  readonly date: string;
  readonly cpu: string | undefined;
  readonly cores: number;
  readonly node: string;
  readonly threads: number;
  readonly engine: ReturnType<typeof info>;
}

export function about(threads: number, engine: About["engine"]): About {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    node: process.version,
    threads,
    engine,
  };
}

/** The machine in words, for the first line. */
export function inWords({ cpu, cores, node, threads }: About): string {
  return `${cpu}, ${cores} cores, Node ${node}, ${threads} thread${threads > 1 ? "s" : ""}`;
}

/** Milliseconds of one side. */
export interface Figure {
  readonly side: string;
  readonly best: number;
  readonly median: number;
}

/** A network with what all sides took. */
export interface Row {
  readonly net: string;
  readonly what: "training step" | "prediction of one row";
  /** keratin is the first. */
  readonly figures: readonly Figure[];
  /** What was wrong with a side, by its name. */
  readonly failed: Readonly<Record<string, string>>;
}

export function figure(side: string, times: readonly number[]): Figure {
  const sorted = times.toSorted((a, b) => a - b);
  return { side, best: sorted[0]!, median: sorted[sorted.length >> 1]! };
}
