// The tables of the README from results: node bench/tables.mjs RESULTS.json [OTHER_BUILD.json ...]. They stand between two comments there.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [file, ...others] = process.argv.slice(2);
if (!file) throw new Error("Usage: node bench/tables.mjs RESULTS.json [OTHER_BUILD.json ...]");
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const results = read(file);
const builds = others.map(read);

const ms = (x) => (x === undefined ? "" : `${x < 0.1 ? x.toPrecision(2) : x < 10 ? x.toFixed(2) : x.toFixed(1)} ms`);
const times = (x) => (x === undefined ? "" : `x${x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(1) : x.toFixed(2)}`);
const table = (head, rows) => [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
/** Sides of rows in the order in which they come, without keratin. */
const sidesOf = (rows) => [...new Set(rows.flatMap(({ figures }) => figures.slice(1).map((f) => f.side ?? f.library)))];

function rowsOf(rows, nameOf, sides, more = () => []) {
  return rows.map((row) => {
    const [own, ...peers] = row.figures;
    const cell = (side) => {
      const peer = peers.find((f) => (f.side ?? f.library) === side);
      return peer?.error ? "cannot" : times(peer?.best && peer.best / own.best);
    };
    return [nameOf(row), ms(own.best), ...more(row), ...sides.map(cell)];
  });
}

function products() {
  const { results: rows } = results.products;
  const sides = sidesOf(rows);
  return table(
    ["best time of a product or step", "keratin", ...sides],
    rowsOf(rows, ({ workload }) => workload, sides),
  );
}

/** Rows of steps.ts or infer.ts; other builds add what they take. */
function nets(part, what) {
  const rows = results[part].rows.filter((row) => row.what === what);
  const sides = sidesOf(rows);
  const fast = builds.filter((b) => b[part]);
  const more = ({ net }) =>
    fast.map((b) => ms(b[part].rows.find((row) => row.net === net && row.what === what)?.figures[0].best));
  return table(
    ["network", "keratin", ...fast.map((b) => `${b.build}, Node ${b.node.slice(1, 3)}`), ...sides],
    rowsOf(rows, ({ net }) => net, sides, more),
  );
}

function threads() {
  const { rows } = results.threads;
  return table(
    ["best time", ...rows[0].figures.map((f) => f.side), ""],
    rows.map(({ name, figures: [one, more] }) => [name, ms(one.best), ms(more.best), times(one.best / more.best)]),
  );
}

function plans() {
  const { planned, headAlone, compile } = results.plans;
  const lines = planned.map(
    ({ net, arena, nodes }) => `${net}: ${(arena / 1e6).toFixed(1)} MB (${Math.round((100 * arena) / nodes)} %)`,
  );
  const head = (headAlone.step / headAlone.forward).toFixed(2);
  const compiled = compile.map(({ total }) => total.toFixed(0)).join(" and ");
  return `Values of a training step, of what all nodes of the traced graph would take: ${lines.join("; ")}. A step of MobileNetV1-0.25's head alone takes ${head} of the forward pass. Compiling the training step of MobileNetV2-224 takes ${compiled} ms for two sizes of a batch that are new.`;
}

const { cpu, node, date } = results;
const text = `One thread, ${cpu}, Node ${node}, ${date}; best of interleaved rounds, every library's results compared first ([bench](bench)). A
ratio above 1 means that keratin is faster. Figures of a shared two-core machine: read the ratios.

${products()}

Training steps, against Keras 3.15.1, which opens the file that keratin saved. Its backends compute with AVX-512 there, keratin with 128
bits; \`wide\` pairs them to 256, in a run of its own:

${nets("steps", "training step")}

Answers to one row:

${nets("answers", "prediction of one row")}

![A step of training of eight networks, keratin against Keras](docs/speed.svg)

Two threads against one; the machine gave two processes ${results.threads.coresAtOnce.toFixed(2)} times the work of one:

${threads()}

${plans()}`;

const readme = fileURLToPath(new URL("../README.md", import.meta.url));
const whole = readFileSync(readme, "utf8");
const [begin, end] = ["<!-- speed: made by bench/tables.mjs -->\n", "<!-- end of speed -->\n"];
const [before, rest] = whole.split(begin);
const after = rest?.split(end)[1];
if (after === undefined) throw new Error("the README has no place for the tables");
writeFileSync(readme, `${before}${begin}${text}\n${end}${after}`);
