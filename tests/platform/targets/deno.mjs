import { findDeno, runDeno } from "../support/deno.mjs";

/** A package in node_modules, and not one permission. */
export default {
  name: "Deno, no permissions",
  threads: [1, 2, 4],
  find: findDeno,
  open: async ({ command }, lab) => ({ command, project: await lab.project() }),
  run: (session, threads, lab) => runDeno(session, [], "program.mjs", lab.options(threads)),
};
