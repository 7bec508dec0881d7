/** Every @example of the source, and every TypeScript block of the README, is executed. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { transformSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readDigits } from "../examples/digits/mnist";
import * as keratin from "../ts/index";
import { repositoryPath } from "./support/golden";

const root = repositoryPath("ts");
const home = process.cwd();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "keratin-docs-"));
  symlinkSync(join(home, "examples"), join(folder, "examples"));
  // The engine runs, so that the example of `init` says what it must.
  keratin.info();
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});
afterAll(() => {
  vi.restoreAllMocks();
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

interface Example {
  where: string;
  code: string;
  expected: string | undefined;
}

function files(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const full = join(path, entry.name);
    if (entry.isDirectory()) return entry.name === "gen" ? [] : files(full);
    return full.endsWith(".ts") && !full.endsWith(".d.ts") ? [full] : [];
  });
}

/** The examples of a file: from `@example` to the next tag or the end of the comment. */
function examplesOf(path: string): Example[] {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/\/\*\*([\s\S]*?)\*\//g)].flatMap((comment) => {
    const lines = comment[1]!.split("\n").map((line) => line.replace(/^\s*\*? ?/, ""));
    const found: Example[] = [];
    lines.forEach((line, i) => {
      if (!line.startsWith("@example")) return;
      const end = lines.findIndex((other, j) => j > i && /^@\w/.test(other));
      const body = [line.slice("@example".length), ...lines.slice(i + 1, end < 0 ? undefined : end)].join("\n").trim();
      const number = text.slice(0, comment.index).split("\n").length + i;
      found.push({ where: `${relative(root, path)}:${number}`, ...split(body) });
    });
    return found;
  });
}

/** An expression and, behind the last `//` of its last line, the text of its value. */
function split(body: string): { code: string; expected: string | undefined } {
  const at = body.lastIndexOf(" // ");
  if (at < 0) return { code: body, expected: undefined };
  return { code: body.slice(0, at).trim(), expected: body.slice(at + 4).trim() };
}

/** A function's body that runs the code and returns the value of its last expression. */
function bodyOf(code: string): string {
  const inner = /^\{[\s\S]*\}$/.test(code) ? code.slice(1, -1).trim() : undefined;
  const plain = (source: string): string => transformSync(source, { loader: "ts", target: "es2022" }).code;
  if (inner === undefined) return plain(`__result = (\n${code.replace(/;$/, "")}\n);`);
  const cut = lastStatement(inner);
  return plain(`${inner.slice(0, cut)}\n__result = (\n${inner.slice(cut).replace(/;\s*$/, "")}\n);`);
}

/** Where the last statement of a block begins: behind the last `;` or `}` that stands outside of brackets and quotes. */
function lastStatement(code: string): number {
  let [depth, cut] = [0, 0];
  let quote = "";
  for (let i = 0; i < code.length; i++) {
    const c = code[i]!;
    if (quote) {
      if (c === "\\") i++;
      else if (c === quote) quote = "";
      continue;
    }
    if (c === '"' || c === "'" || c === "`") quote = c;
    if ("([{".includes(c)) depth++;
    if (")]}".includes(c)) depth--;
    const ends = depth === 0 && (c === ";" || (c === "}" && !/^\s*[,;)\].]/.test(code.slice(i + 1))));
    if (ends && code.slice(i + 1).trim() !== "") cut = i + 1;
  }
  return cut;
}

const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
  ...args: string[]
) => (...values: unknown[]) => Promise<unknown>;

/** Runs code with all names of the library in scope. */
async function run(body: string, more: Record<string, unknown> = {}): Promise<unknown> {
  const scope: Record<string, unknown> = { ...keratin, keratin, ...more };
  const names = Object.keys(scope);
  const text = `${names.map((name) => `let ${name} = __scope[${JSON.stringify(name)}];`).join("\n")}
return (async () => { let __result;\n{\n${body}\n}\nreturn __result; })();`;
  return new AsyncFunction("__scope", text)(scope);
}

/** As the examples write values: NumPy's text on one line. */
function shown(value: unknown): string {
  const inspect = Symbol.for("nodejs.util.inspect.custom");
  const own = (value as Record<symbol, unknown> | null | undefined)?.[inspect];
  const text =
    typeof own === "function" && !(value instanceof keratin.Tensor)
      ? String(own.call(value, 2, {}, () => ""))
      : Array.isArray(value)
        ? `[ ${value.map(String).join(", ")} ]`
        : String(value);
  return collapse(text);
}

function collapse(text: string): string {
  return text.replace(/\s+/g, " ").replace(/\[ /g, "[").replace(/ \]/g, "]").trim();
}

const examples = files(root).flatMap(examplesOf);
/** Members of formats, which are no public names: their own tests run them. */
const internal = (one: Example): boolean => one.where.startsWith("saving/");

describe("examples", () => {
  test("there are many of them", () => expect(examples.filter((one) => !internal(one)).length).toBeGreaterThan(100));

  test.each(
    examples.filter((one) => !internal(one)).map((one) => [one.where, one] as const),
  )("%s", async (_where, one) => {
    process.chdir(folder);
    // The engine runs already here; `init` says so, which is what its text says.
    if (/^await init\(/.test(one.code)) {
      await expect(run(bodyOf(one.code))).rejects.toThrow(keratin.StateError);
      return;
    }
    const value = await run(bodyOf(one.code));
    if (one.expected !== undefined) expect(shown(value), one.code).toBe(collapse(one.expected));
  });
});

const readme = repositoryPath("README.md");
describe("README.md", () => {
  const text = readFileSync(readme, "utf8");
  const blocks = [...text.matchAll(/^```(?:ts|typescript)\n([\s\S]*?)^```/gm)].map((match) => match[1]!);
  test("has TypeScript to run", () => expect(blocks.length).toBeGreaterThan(0));

  test.each(blocks.map((code, i) => [i + 1, code] as const))("block %i runs", async (_i, code) => {
    // Its paths begin at the repository's root; what it writes belongs elsewhere.
    process.chdir(folder);
    const imports = code.replace(/^import .* from "keratin";$/gm, "");
    expect(imports, "blocks import from keratin alone").not.toMatch(/^import /m);
    const { images, labels } = readDigits("train", 200);
    await run(transformSync(imports, { loader: "ts", target: "es2022" }).code, { images, labels });
  });
});
