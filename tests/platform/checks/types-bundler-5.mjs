import { tscCheck } from "../support/tsc.mjs";

export default { name: "types, bundler, TypeScript 5", ...tscCheck("typescript", "bundler") };
