/** Workers of the host: `node:worker_threads` of Node, Deno and Bun, web workers of browsers. */

/** What a worker of a team is told. */
export interface Call {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Address of the team's block. */
  readonly team: number;
  readonly id: number;
}

/** What it says: a SERVE code, and what went wrong. */
export interface Report {
  readonly code: number;
  readonly error?: string;
}

/** A worker. */
export interface HostWorker {
  post(call: Call): void;
  terminate(): void;
}

/** What a host is told of a worker. */
export interface WorkerListener {
  report(report: Report): void;
  /** It ended or could not start. */
  end(reason: string): void;
}

interface NodeWorker {
  on(event: string, listener: (value: never) => void): void;
  postMessage(message: unknown): void;
  terminate(): unknown;
  unref(): void;
}

interface Host {
  process?: { getBuiltinModule?: (name: string) => unknown };
  navigator?: { hardwareConcurrency?: number };
  Worker?: new (url: string | URL, options: { type: "module" }) => WebWorker;
  crossOriginIsolated?: boolean;
}

interface WebWorker {
  onmessage: ((event: { data: Report }) => void) | null;
  onerror: ((event: { message?: string; preventDefault?: () => void }) => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

/** Until a terminated web worker has surely stopped. */
const GRACE_MILLISECONDS = 2000;

const host = globalThis as unknown as Host;

function builtin<T>(name: string): T | undefined {
  try {
    return host.process?.getBuiltinModule?.(name) as T | undefined;
  } catch {
    return undefined;
  }
}

/** The number of cores, as far as the host tells. */
export function coreCount(): number {
  const told = host.navigator?.hardwareConcurrency;
  return told ?? builtin<{ availableParallelism?: () => number }>("node:os")?.availableParallelism?.() ?? 1;
}

/** Why memory cannot be shared with workers here; undefined when it may be. */
export function cannotShare(): string | undefined {
  const page = host.process?.getBuiltinModule === undefined;
  if (page && !host.Worker) return "this host has no workers";
  if (page && host.crossOriginIsolated === false) {
    return "the page is not cross-origin isolated (it needs the headers COOP: same-origin and COEP: require-corp)";
  }
  return undefined;
}

/** Whether the calling thread may wait: all do but a page's main thread. */
export function canWait({ buffer }: WebAssembly.Memory): boolean {
  try {
    Atomics.wait(new Int32Array(buffer), 0, 1, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts a worker. Listeners stand before this returns, because messages of a worker that nobody listens to are lost.
 *
 * @param source Its program, used where no file is given. @param file The worker file of the package.
 */
export function startWorker(source: string, file: string | URL | undefined, listener: WorkerListener): HostWorker {
  const threads = builtin<{ Worker?: new (url: string | URL) => NodeWorker }>("node:worker_threads");
  if (threads?.Worker) {
    const worker = new threads.Worker(file ?? new URL(`data:text/javascript,${encodeURIComponent(source)}`));
    worker.on("message", (report: Report) => listener.report(report));
    worker.on("error", (error: Error) => listener.end(error?.message ?? String(error)));
    worker.on("exit", (code: number) => listener.end(`it ended with code ${code}`));
    // A process may end while its workers wait for a job.
    worker.unref();
    return { post: (call) => worker.postMessage(call), terminate: () => void worker.terminate() };
  }
  const url = file ?? URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new host.Worker!(url, { type: "module" });
  worker.onmessage = ({ data }) => listener.report(data);
  worker.onerror = (event) => {
    event.preventDefault?.();
    listener.end(event.message ?? "it could not be loaded; a content security policy may forbid blob: workers");
  };
  return {
    post: (call) => worker.postMessage(call),
    terminate: () => {
      worker.terminate();
      if (typeof url === "string" && !file) URL.revokeObjectURL(url);
      // There is no event for it.
      setTimeout(() => listener.end("it was terminated"), GRACE_MILLISECONDS);
    },
  };
}
