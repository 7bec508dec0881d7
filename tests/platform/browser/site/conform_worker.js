// The conformance program; its options come as a message.
import { conform } from "./conformance.mjs";
import * as keratin from "./keratin/build/dist/keratin.js";

globalThis.onmessage = async ({ data: options }) => {
  try {
    postMessage({ result: await conform(keratin, options) });
  } catch (error) {
    postMessage({ error: String(error.stack ?? error) });
  }
};
