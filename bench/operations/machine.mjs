// Where and when something was measured.
import { cpus } from "node:os";

export const about = () => ({
  date: new Date().toISOString(),
  machine: { cpu: cpus()[0]?.model, cores: cpus().length, platform: process.platform, arch: process.arch },
  node: process.version,
  v8: process.versions.v8,
});
