/** The packages of tests/platform: installed where they are missing or belong to another lock file. */
import { copyFileSync, existsSync, lstatSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { npm } from "./process.mjs";

const here = fileURLToPath(new URL("..", import.meta.url));
const folder = `${here}node_modules`;
const lock = `${here}package-lock.json`;
/** The lock file that was installed; times of files say nothing after a checkout. */
const installed = `${folder}/.installed-lock.json`;

/** Installs; where that fails, what the machine itself has is tried. A linked folder belongs to somebody else. */
export async function install() {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  if (existsSync(installed) && readFileSync(installed, "utf8") === readFileSync(lock, "utf8")) return;
  console.log("installing runtimes, bundlers and checkers into tests/platform ...");
  try {
    await npm(["ci", "--no-audit", "--no-fund"], { cwd: here });
    copyFileSync(lock, installed);
  } catch (error) {
    const [reason] = error.message.split("\n");
    console.log(`they cannot be installed, so only what this machine has is tried: ${reason}`);
  }
}
