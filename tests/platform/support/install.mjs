/** The packages of tests/platform: installed where they are missing or older than the lock file. */
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { npm } from "./process.mjs";

const here = fileURLToPath(new URL("..", import.meta.url));
const timeOf = (file) => statSync(`${here}${file}`, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Installs; where that fails, what the machine itself has is tried. */
export async function install() {
  if (timeOf("node_modules/.package-lock.json") >= timeOf("package-lock.json")) return;
  console.log("installing runtimes, bundlers and checkers into tests/platform ...");
  try {
    await npm(["ci", "--no-audit", "--no-fund"], { cwd: here });
  } catch (error) {
    const [reason] = error.message.split("\n");
    console.log(`they cannot be installed, so only what this machine has is tried: ${reason}`);
  }
}
