import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findDeno, runDeno } from "../support/deno.mjs";

/** The library from a URL on this machine, with no project and no node_modules. */
export default {
  name: "Deno, from a URL",
  threads: [1, 2, 4],
  find: findDeno,
  async open({ command }, lab) {
    const served = await lab.project();
    const server = await lab.serve(served);
    const project = await lab.folder();
    const program = await readFile(join(served, "program.mjs"), "utf8");
    await writeFile(
      join(project, "program.mjs"),
      program
        .replace('"keratin"', `"${server.url}/node_modules/keratin/build/dist/keratin.js"`)
        .replace('"./conformance.mjs"', `"${server.url}/conformance.mjs"`),
    );
    return { command, project, server };
  },
  run: async (session, threads, lab) => ({
    ...(await runDeno(
      session,
      [`--allow-import=${new URL(session.server.url).host}`],
      "program.mjs",
      lab.options(threads),
    )),
    remark: "--allow-import",
  }),
  close: ({ server }) => server.close(),
};
