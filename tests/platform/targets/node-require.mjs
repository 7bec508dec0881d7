import { findNode } from "../support/node.mjs";
import { report } from "../support/process.mjs";

/** `require` of the one ESM build, in the oldest Node that has it. */
export default {
  name: "Node require()",
  threads: [1, 2, 4],
  find: () => findNode(20),
  open: async ({ command }, lab) => ({ command, project: await lab.project() }),
  run: ({ command, project }, threads, lab) => report(command, ["require.cjs"], lab.options(threads), { cwd: project }),
};
