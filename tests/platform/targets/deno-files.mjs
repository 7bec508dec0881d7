import { findDeno, runDeno } from "../support/deno.mjs";

/** Saving and loading by path. */
export default {
  name: "Deno, files",
  threads: [1, 2, 4],
  find: findDeno,
  open: async ({ command }, lab) => ({ command, project: await lab.project() }),
  run: async (session, threads, lab) => ({
    ...(await runDeno(session, ["--allow-read=.", "--allow-write=."], "files.mjs", lab.options(threads))),
    remark: "--allow-read, --allow-write",
  }),
};
