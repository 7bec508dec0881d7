/**
 * What a worker of a team does; built into a file of its own, and inlined as text. The handler is installed in the
 * first turn: a message that comes before it would be lost.
 */
import { SERVE_DONE, SERVE_LOST } from "../../assembly/layout";
import type { Call, Report } from "./workers";

interface Port {
  postMessage(message: Report): void;
  once?(event: "message", listener: (call: Call) => void): void;
  onmessage?: (event: { data: Call }) => void;
}

interface Exports {
  serve(team: number, id: number): number;
  abandon(team: number): void;
}

const host = globalThis as unknown as Port & {
  process?: { getBuiltinModule?: (name: string) => { parentPort?: Port | null } | undefined };
};
const port = host.process?.getBuiltinModule?.("node:worker_threads")?.parentPort ?? host;

function work({ module, memory, team, id }: Call): void {
  let exports: Exports | undefined;
  try {
    exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
    for (;;) {
      const code = exports.serve(team, id);
      port.postMessage({ code });
      if (code !== SERVE_DONE) return;
    }
  } catch (error) {
    exports?.abandon(team);
    port.postMessage({ code: SERVE_LOST, error: String(error) });
  }
}

if (port.once) port.once("message", work);
else port.onmessage = ({ data }) => work(data);
