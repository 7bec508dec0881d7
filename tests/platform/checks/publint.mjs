import { readFile } from "node:fs/promises";
import { findPackage } from "../support/tools.mjs";

/** The fields of package.json fit the files; advice counts as well. */
export default {
  name: "publint, strict",
  find: () => findPackage("publint"),
  async run(_found, lab) {
    const [{ publint }, { formatMessage }] = await Promise.all([import("publint"), import("publint/utils")]);
    const { buffer } = new Uint8Array(await readFile(lab.tarball));
    const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
    if (messages.length) throw new Error(messages.map((message) => formatMessage(message, pkg)).join("\n"));
  },
};
