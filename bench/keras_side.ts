/** Keras in a process of its own, pinned to one core or free. */
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

type Answer = Record<string, unknown> & { error?: string };

/** What keeps a backend on one thread. */
const ALONE = {
  XLA_FLAGS: "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
  TF_NUM_INTRAOP_THREADS: "1",
  TF_NUM_INTEROP_THREADS: "1",
  OMP_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
};

/** A process of Keras. */
export class KerasSide {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(name: string, child: ChildProcess, lines: AsyncIterator<string>) {
    this.name = name;
    this.#child = child;
    this.#lines = lines;
  }

  /** Starts Keras on a backend with this Python; undefined when it does not run. */
  static async start(python: string, backend: string, threads: number): Promise<KerasSide | undefined> {
    const script = resolve("bench/keras_side.py");
    const command = threads === 1 ? ["taskset", "-c", "0", python, script] : [python, script];
    const env = { ...process.env, KERAS_BACKEND: backend, ...(threads === 1 ? ALONE : {}) };
    const child = spawn(command[0]!, command.slice(1), { env, stdio: ["pipe", "pipe", "ignore"] });
    const ended = new Promise<undefined>((resolve) => child.once("error", () => resolve(undefined)));
    const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    const first = await Promise.race([lines.next(), ended]);
    if (!first || first.done) return undefined;
    return new KerasSide((JSON.parse(first.value) as { name: string }).name, child, lines);
  }

  /** @throws Error with what Keras says. */
  async ask(command: Record<string, unknown>): Promise<Answer> {
    this.#child.stdin!.write(`${JSON.stringify(command)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`${this.name} ended`);
    const answer = JSON.parse(value) as Answer;
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  stop(): void {
    this.#child.kill();
  }
}
