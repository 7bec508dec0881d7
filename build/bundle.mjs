// Bundles ts/index.ts into one module, and what it imports by `import("./NAME")` into parts that load when they are needed.
// A part imports nothing: it is a function of what it shares with the main module. So the main module stays one file with the
// public names alone, however it is served or bundled again, and no class is ever there twice.
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { rolldown } from "rolldown";
import { minify } from "rolldown/utils";
import { inLines } from "./lines.mjs";

const DYNAMIC = /(?<!typeof )\bimport\("(\.[^"]+)"\)(?!\.)/g;
const SHARED = "shared:";
const PART = "part:";
const nameOf = (entry) => basename(entry, ".ts");
const outputOf = (entry) => `keratin-${nameOf(entry)}.js`;
const sourceOf = (specifier, importer) => `${resolve(dirname(importer), specifier)}.ts`;

// Classes keep their names, which errors, summaries and inspectors show.
const keepNames = { class: true, function: false };
const MINIFY = { compress: { target: "es2022", keepNames }, mangle: { toplevel: true, keepNames } };

/** Where two classes of one name meet, the renamed one keeps its name by a static field: it can be dropped, a call cannot. */
const NAMES = {
  name: "names",
  renderChunk: (code) =>
    code.replace(/static \{\s*__name\(this, ("\w+")\);\s*\}/g, "static name = $1;").replace(/^__name\(.*\);\n/gm, ""),
};

/** One bundle of one file. */
async function bundle(input, plugin, minified = false) {
  const build = await rolldown({
    input,
    plugins: [plugin, NAMES],
    platform: "neutral",
    tsconfig: false,
    resolve: { mainFields: ["module", "main"] },
    transform: { target: "es2022" },
    onLog(level, log) {
      if (level === "warn") throw new Error(log.message);
    },
  });
  const comments = { legal: false, jsdoc: false, annotation: true };
  const { output } = await build.generate({ format: "esm", comments, keepNames: true, minify: minified && MINIFY });
  await build.close();
  if (output.length !== 1) throw new Error(`${input} gives ${output.map((file) => file.fileName).join(", ")}`);
  return output[0];
}

/** The modules of the main bundle, and the sources of the parts. */
async function survey(entry) {
  const parts = new Set();
  const modules = new Set();
  await bundle(entry, {
    name: "survey",
    resolveDynamicImport(specifier, importer) {
      parts.add(sourceOf(specifier, importer));
      return { id: specifier, external: true };
    },
    moduleParsed: ({ id }) => void modules.add(id),
  });
  return { parts: [...parts], modules };
}

/** A part: its text, and the imports and names of what it shares with the main module. */
async function partOf(entry, modules) {
  const { code } = await bundle(entry, {
    name: "part",
    async resolveId(source, importer, options) {
      if (!importer) return null;
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      return found && modules.has(found.id) ? { id: SHARED + found.id, external: true } : found;
    },
  });
  const imports = [];
  const names = [];
  let results = "";
  const body = code
    .replace(/^import (?:\{ ([^}]*) \}|\* as (\w+)) from "shared:([^"]+)";\n/gm, (_all, list, all, file) => {
      imports.push(`import ${all ? `* as ${all}` : `{ ${list} }`} from ${JSON.stringify(file)};`);
      names.push(...(all ? [all] : list.split(", ").map((name) => name.split(" as ").at(-1))));
      return "";
    })
    .replace(/^export \{ ([^}]*) \};\n?/gm, (_all, list) => {
      results = list.replace(/(\S+) as (\S+)/g, "$2: $1");
      return "";
    });
  if (/^(import|export)\b/m.test(body))
    throw new Error(`${entry}: ${body.match(/^(import|export)\b.*/m)[0]} has an unknown form`);
  const shared = `{ ${names.join(", ")} }`;
  const text = `export default (${shared}) => {\n${body}\nreturn { ${results} };\n};\n`;
  return { entry, imports, shared, text };
}

/** Writes keratin.js and its parts into a folder; gives their names. */
export async function bundleLibrary(folder, entry = "ts/index.ts") {
  const { parts, modules } = await survey(entry);
  const made = new Map();
  for (const source of parts) made.set(source, await partOf(source, modules));
  const plugin = {
    name: "main",
    resolveId(source) {
      if (source.startsWith(PART)) return source;
      return /^\.\/keratin-\w+\.js$/.test(source) ? { id: source, external: true } : null;
    },
    transform(code, id) {
      if (!id.endsWith(".ts")) return null;
      const found = new Set();
      const text = code.replace(DYNAMIC, (_all, specifier) => {
        const source = sourceOf(specifier, id);
        found.add(source);
        return `load_${nameOf(source)}()`;
      });
      if (found.size === 0) return null;
      const imports = [...found].map(
        (source) => `import { load as load_${nameOf(source)} } from "${PART}${source}";\n`,
      );
      return imports.join("") + text;
    },
    load(id) {
      if (!id.startsWith(PART)) return null;
      const { entry: source, imports, shared } = made.get(id.slice(PART.length));
      const file = outputOf(source);
      return `${imports.join("\n")}
import { loadPart } from ${JSON.stringify(resolve("ts/platform/parts.ts"))};
export function load() {
  return loadPart("${file}", () => import("./${file}").then((part) => part.default(${shared})));
}`;
    },
  };
  const main = await bundle(entry, plugin, true);
  mkdirSync(folder, { recursive: true });
  // Whoever looks for imports without running the code looks for strings.
  const files = new Map([["keratin.js", main.code.replace(/\bimport\(`([^`$]+)`\)/g, 'import("$1")')]]);
  for (const { entry: source, text } of made.values()) {
    const { code, errors } = await minify(outputOf(source), text, { module: true, ...MINIFY });
    if (errors.length) throw new Error(errors.map((error) => error.message).join("\n"));
    files.set(outputOf(source), code);
  }
  for (const [file, code] of files) writeFileSync(join(folder, file), inLines(code));
  return [...files.keys()];
}
