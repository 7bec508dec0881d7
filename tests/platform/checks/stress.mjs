import { fileURLToPath } from "node:url";
import { execute } from "../support/process.mjs";

const program = fileURLToPath(new URL("../stress.mjs", import.meta.url));

/** A part of what `node tests/platform/stress.mjs` does in full: starts and stops, programs, killed workers. */
export default {
  name: "stress, this Node",
  find: async () => ({ version: process.versions.node }),
  async run() {
    const counts = ["--starts", "100", "--programs", "2000", "--kills", "5"];
    await execute(process.execPath, ["--expose-gc", program, ...counts]);
  },
};
