import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { findCommand } from "../support/tools.mjs";

/** Modules of a Worker as workerd's configuration lists them. */
const CONFIG = (port) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [
      (name = "worker.mjs", esModule = embed "workerd.mjs"),
      (name = "conformance.mjs", esModule = embed "conformance.mjs"),
      (name = "keratin", esModule = embed "node_modules/keratin/build/dist/keratin.js"),
      (name = "keratin-archive.js", esModule = embed "node_modules/keratin/build/dist/keratin-archive.js"),
      (name = "keratin-profiling.js", esModule = embed "node_modules/keratin/build/dist/keratin-profiling.js"),
      (name = "keratin.wasm", wasm = embed "node_modules/keratin/build/dist/keratin.wasm"),
    ],
    compatibilityDate = "2026-11-01",
  ))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`;

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Waits until the port answers; what the process printed explains why it never does. */
async function answers(url, child) {
  for (let tries = 0; tries < 100 && child.exitCode === null; tries++) {
    try {
      return await fetch(url, { method: "POST", body: "not JSON" });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`workerd does not answer:\n${child.printed}`);
}

/** The runtime of edge hosts: no threads, and no compiling of bytes, so that the module comes by `init({ module })`. */
export default {
  name: "workerd",
  threads: [1],
  find: () => findCommand("@cloudflare/workerd-linux-64", "bin/workerd", "workerd"),
  async open({ command }, lab) {
    const project = await lab.project();
    const port = await freePort();
    await writeFile(join(project, "config.capnp"), CONFIG(port));
    const child = spawn(command, ["serve", "config.capnp"], { cwd: project });
    child.printed = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (child.printed += text));
    const url = `http://127.0.0.1:${port}/`;
    try {
      await answers(url, child);
    } catch (error) {
      child.kill("SIGKILL");
      throw error;
    }
    return { child, url };
  },
  async run({ child, url }) {
    const started = performance.now();
    const response = await fetch(url, { method: "POST", body: "{}" });
    const text = await response.text();
    if (!response.ok) throw new Error(`workerd: HTTP ${response.status}\n${text}\n${child.printed}`);
    return { ...JSON.parse(text), ms: performance.now() - started, remark: "init({ module })" };
  },
  close: async ({ child }) => void child.kill("SIGKILL"),
};
