import { tscCheck } from "../support/tsc.mjs";

export default { name: "types, bundler, TypeScript 7", ...tscCheck("typescript-7", "bundler") };
