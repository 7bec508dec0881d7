import { tscCheck } from "../support/tsc.mjs";

export default { name: "types, node16, TypeScript 7", ...tscCheck("typescript-7", "node16") };
