import { join } from "node:path";
import { findNode } from "../support/node.mjs";
import { report } from "../support/process.mjs";

/** Whether a processor has the vectors that V8 makes of pairs. */
const PAIRS = process.arch === "x64";

/** The other builds: on Node 24 `wide` keeps the bits of `simd`, `relaxed` and `relaxed-wide` train; Node 20 refuses both by name. */
export default {
  name: "builds, Node 20 and 24",
  async find() {
    const [old, recent] = [await findNode(20), await findNode(24)];
    const missing = old.missing ?? recent.missing;
    return missing ? { missing } : { old, recent };
  },
  async run({ old, recent }, lab) {
    const project = await lab.project();
    const on = ({ command }, build) => report(command, [join(project, "build.mjs")], { build }, { cwd: project });
    const program = [join(project, "program.mjs")];
    const simd = await report(recent.command, program, {}, { cwd: project });
    const wide = await on(recent, "wide");
    if (PAIRS && wide.hash !== simd.hash) throw new Error(`wide: ${wide.refused ?? `the hash is ${wide.hash}`}`);
    const relaxed = await on(recent, "relaxed");
    if (!(relaxed.info?.build === "relaxed" && relaxed.batchesAgree)) throw new Error(`relaxed: ${relaxed.refused}`);
    const both = await on(recent, "relaxed-wide");
    if (PAIRS && !(both.info?.build === "relaxed-wide" && both.batchesAgree))
      throw new Error(`relaxed-wide: ${both.refused}`);
    for (const [build, wanted] of [
      ["relaxed", /cannot run the relaxed build/],
      ["relaxed-wide", /flag that this host does not have|does not pair vectors|cannot run the relaxed-wide build/],
      ["wide", /flag that this host does not have|does not pair vectors/],
    ]) {
      const { refused } = await on(old, build);
      if (!wanted.test(refused)) throw new Error(`${build} on Node 20: ${refused}`);
    }
  },
};
