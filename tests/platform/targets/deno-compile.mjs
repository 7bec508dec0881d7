import { join } from "node:path";
import { denoEnvironment, findDeno } from "../support/deno.mjs";
import { execute, report } from "../support/process.mjs";

/** A single executable. Deno fetches the runtime it puts inside from its own site, once. */
export default {
  name: "deno compile",
  threads: [1, 2, 4],
  async find(lab) {
    const deno = await findDeno();
    if (deno.missing) return deno;
    const project = await lab.project();
    const file = join(project, "program");
    try {
      await execute(deno.command, ["compile", "--quiet", "--output", file, "program.mjs"], {
        cwd: project,
        env: denoEnvironment(project),
      });
    } catch (error) {
      if (!/dl\.deno\.land/.test(error.message)) throw error;
      return { missing: "tried to fetch the runtime that it puts inside from dl.deno.land" };
    }
    return { version: deno.version, file, project };
  },
  run: ({ file, project }, threads, lab) => report(file, [], lab.options(threads), { cwd: project }),
};
