// Installs the browsers that are not there, where Debian's packages can be: as root, with apt-get.
import { spawnSync } from "node:child_process";
import { BROWSERS, find } from "./drivers/index.mjs";

const absent = BROWSERS.map((name) => find(name)).filter(({ missing }) => missing.length);
const packages = absent.flatMap(({ packages }) => packages);
const root = process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0;

if (packages.length && !root) console.log(`not installed, for want of root and apt-get: ${packages.join(", ")}`);
if (packages.length && root) {
  const options = {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  spawnSync("apt-get", ["update"], options);
  spawnSync("apt-get", ["install", "-y", "--no-install-recommends", ...packages], options);
}
for (const name of BROWSERS) {
  const { missing } = find(name);
  console.log(missing.length ? `${name}: not found: ${missing.join(", ")}` : `${name}: found`);
}
