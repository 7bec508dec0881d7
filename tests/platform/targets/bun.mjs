import { findBun } from "../support/bun.mjs";
import { report } from "../support/process.mjs";

export default {
  name: "Bun",
  threads: [1, 2, 4],
  find: findBun,
  open: async ({ command }, lab) => ({ command, project: await lab.project() }),
  run: ({ command, project }, threads, lab) => report(command, ["program.mjs"], lab.options(threads), { cwd: project }),
};
