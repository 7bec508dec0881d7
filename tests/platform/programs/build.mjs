/** The conformance program on another build: `init`'s options come as JSON. A refusal goes out as its message. */
import * as keratin from "keratin";
import { conform } from "./conformance.mjs";

const { build } = JSON.parse(process.argv.at(-1));
await import(`keratin/${build}`);
const report = await keratin
  .init({ build })
  .then(() => conform(keratin))
  .catch((error) => ({ refused: error.message }));
console.log(JSON.stringify(report));
