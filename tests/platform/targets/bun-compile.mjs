import { join } from "node:path";
import { findBun } from "../support/bun.mjs";
import { execute, report } from "../support/process.mjs";

/** A single executable, run from an empty folder. */
export default {
  name: "bun build --compile",
  threads: [1, 2, 4],
  find: findBun,
  async open({ command }, lab) {
    const project = await lab.project();
    const file = join(project, "program");
    await execute(command, ["build", "--compile", "program.mjs", "--outfile", file], { cwd: project });
    return { file, empty: await lab.folder() };
  },
  run: ({ file, empty }, threads, lab) => report(file, [], lab.options(threads), { cwd: empty }),
};
