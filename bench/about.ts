/** What every report of a run begins with. */
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
