import { denoEnvironment, findDeno } from "../support/deno.mjs";
import { execute } from "../support/process.mjs";

export default {
  name: "types, deno check",
  find: findDeno,
  async run({ command }, lab) {
    const project = await lab.project();
    await execute(command, ["check", "--quiet", "consumer.ts"], { cwd: project, env: denoEnvironment(project) });
  },
};
