/**
 * Runs a bundle of global.mjs in a process: bundle.mjs FILE OPTIONS. Vite's own first lines ask the document whether it
 * can preload modules; it is gone before keratin runs.
 */
import { pathToFileURL } from "node:url";

const [file, options] = process.argv.slice(-2);
globalThis.document = { createElement: () => ({ relList: { supports: () => true } }) };
await import(pathToFileURL(file).href);
delete globalThis.document;
console.log(JSON.stringify(await globalThis.conform(JSON.parse(options))));
