/** The conformance program in CommonJS. */
const keratin = require("keratin");
const { conform } = require("./conformance.mjs");

const started = performance.now();
conform(keratin, JSON.parse(process.argv.at(-1))).then((report) => {
  console.log(JSON.stringify({ ...report, ms: performance.now() - started }));
});
