/** Node, by its major version. */
import { join } from "node:path";
import { report } from "./process.mjs";
import { findCommand } from "./tools.mjs";

/** Finds a Node of this major version. */
export function findNode(major) {
  return findCommand(`node-${major}`, "bin/node", "node", (version) => version.startsWith(`${major}.`));
}

/** @returns {import("./target.mjs").Target} */
export function nodeTarget(major) {
  return {
    name: `Node ${major}`,
    threads: [1, 2, 4],
    find: () => findNode(major),
    open: async ({ command }, lab) => ({ command, project: await lab.project() }),
    run: ({ command, project }, threads, lab) =>
      report(command, [join(project, "program.mjs")], lab.options(threads), { cwd: project }),
  };
}
