/** The conformance program as a process: `init`'s options come as JSON, the report goes out as a line of JSON. */
import * as keratin from "keratin";
import { conform } from "./conformance.mjs";

const started = performance.now();
const report = await conform(keratin, JSON.parse(process.argv.at(-1)));
console.log(JSON.stringify({ ...report, ms: performance.now() - started }));
