import { tscCheck } from "../support/tsc.mjs";

export default { name: "types, node16, TypeScript 5", ...tscCheck("typescript", "node16") };
