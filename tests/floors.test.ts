/** The rules of the house: imports go downward, no circles, no runtime but in platform, small files. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

/** From the ground to the roof. */
const FLOORS = [
  "core",
  "ops",
  "graph",
  "platform",
  "engine",
  "gpu",
  "backend",
  "saving",
  "nn",
  "layers",
  "models",
  "cli",
  "index",
];
const APART: readonly (readonly [string, string])[] = [["engine", "gpu"]];
const LIMIT = 400;

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|mjs)$/.test(file) && !/(^|[\\/])node_modules[\\/]/.test(file))
    .map((file) => join(folder, file))
    .sort();
}

interface Import {
  from: string;
  /** The path of the imported file, or the name of a package. */
  to: string;
  typeOnly: boolean;
}

const FROM =
  /^\s*(?:import|export)\s+(type\s+)?(?:[\w$*\s{},]+?)\s+from\s+"([^"]+)"|^\s*import\s+"([^"]+)"|(?<!typeof )\bimport\(\s*"([^"]+)"\s*\)(?!\.)/gm;

/** The imports of a file. `import type` is erased when it is compiled; `import { type A }` still loads the file. */
function importsOf(path: string, text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, " ");
  return [...code.matchAll(FROM)].map(([, type, a, b, c]) => {
    const specifier = (a ?? b ?? c)!;
    const file = normalize(join(dirname(path), specifier))
      .replaceAll("\\", "/")
      .replace(/\.ts$/, "");
    return { from: path, to: specifier.startsWith(".") ? `${file}.ts` : specifier, typeOnly: type !== undefined };
  });
}

const floorOf = (path: string): string => {
  const name = path.replaceAll("\\", "/").split("/")[1]!;
  return name.replace(/\.ts$/, "");
};

const sources = filesIn("ts").filter((file) => !file.endsWith(".d.ts"));
const kernels = filesIn("assembly").filter((file) => !file.includes("__tests__"));
const imports = sources.flatMap((file) => importsOf(file, readFileSync(file, "utf8")));

/** The rules that one value import breaks. */
function broken({ from, to }: { from: string; to: string }): string | undefined {
  if (to.startsWith("assembly")) {
    const allowed = to === "assembly/layout.ts" || to === "assembly/gen/opcode.ts";
    return allowed ? undefined : "imports kernels";
  }
  if (!to.startsWith("ts/")) return undefined;
  const [own, other] = [FLOORS.indexOf(floorOf(from)), FLOORS.indexOf(floorOf(to))];
  if (own < 0 || other < 0) return "is on no floor";
  if (other > own) return "imports upward";
  const names = [floorOf(from), floorOf(to)];
  return APART.some((pair) => pair.every((name) => names.includes(name))) ? "knows a neighbour" : undefined;
}

/** A circle of value imports, if there is one. */
function circle(edges: readonly { from: string; to: string }[]): string[] | undefined {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const walk = (file: string, path: string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const other of next.get(file) ?? []) {
      const found = walk(other, [...path, file]);
      if (found) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of next.keys()) {
    const found = walk(file, []);
    if (found) return found;
  }
  return undefined;
}

describe("imports", () => {
  const values = imports.filter((i) => !i.typeOnly);

  test("go only to lower floors and the own folder, and engine and gpu do not know each other", () => {
    expect(values.flatMap((i) => (broken(i) ? [`${i.from} ${broken(i)}: ${i.to}`] : []))).toEqual([]);
  });

  test("form no circle", () => {
    expect(circle(values)?.join(" -> ")).toBeUndefined();
  });

  test("lead from assembly to assembly only", () => {
    const out = kernels
      .flatMap((file) => importsOf(file, readFileSync(file, "utf8")))
      .filter((i) => !i.to.startsWith("assembly/"));
    expect(out.map((i) => `${i.from}: ${i.to}`)).toEqual([]);
  });

  test("name files that exist", () => {
    const missing = imports.filter(
      (i) => i.to.startsWith("ts/") && !existsSync(i.to) && !existsSync(i.to.replace(/\.ts$/, ".d.ts")),
    );
    expect(missing.map((i) => `${i.from}: ${i.to}`)).toEqual([]);
  });

  test("the checks above see what they are for", () => {
    const edge = (from: string, to: string) => broken({ from, to });
    expect(edge("ts/core/op.ts", "ts/ops/add.ts")).toBe("imports upward");
    expect(edge("ts/gpu/a.ts", "ts/engine/b.ts")).toBe("knows a neighbour");
    expect(edge("ts/engine/a.ts", "assembly/kinds/map.ts")).toBe("imports kernels");
    expect(edge("ts/ops/a.ts", "ts/ops/b.ts")).toBeUndefined();
    expect(
      circle([
        { from: "a", to: "b" },
        { from: "b", to: "c" },
        { from: "c", to: "a" },
      ]),
    ).toEqual(["a", "b", "c", "a"]);
    const text =
      'import type { A } from "./a";\nimport { type B, c } from "./b";\nimport { type D } from "./d";\nexport { e } from "../e";\nimport("./f");\ntype T = typeof import("./t");';
    expect(importsOf("ts/x/y.ts", text).map((i) => [i.to, i.typeOnly])).toEqual([
      ["ts/x/a.ts", true],
      ["ts/x/b.ts", false],
      ["ts/x/d.ts", false],
      ["ts/e.ts", false],
      ["ts/x/f.ts", false],
    ]);
  });
});

/** Code without comments and strings. */
function bare(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, " ");
}

describe("files", () => {
  const all = [
    ...sources,
    ...kernels,
    ...filesIn("build").filter((file) => !file.startsWith("build/dist")),
    ...filesIn("tests"),
    ...filesIn("examples"),
  ];

  test("hold at most 400 lines", () => {
    const long = all.filter(
      (file) => !/\/gen\//.test(file) && readFileSync(file, "utf8").split("\n").length > LIMIT + 1,
    );
    expect(long).toEqual([]);
  });

  test("leave nothing to do later", () => {
    const word = new RegExp(`\\b(${["TO", "DO"].join("")}|${["FIX", "ME"].join("")}|${["XX", "X"].join("")})\\b`);
    expect(all.filter((file) => word.test(readFileSync(file, "utf8")))).toEqual([]);
  });

  test("name a runtime in ts/platform and ts/cli only", () => {
    const naming = sources
      .filter((file) => !/^ts\/(platform|cli)\//.test(file))
      .filter((file) => {
        const text = readFileSync(file, "utf8");
        return (
          /\b(process|Deno|Bun)\s*\./.test(bare(text)) ||
          imports.some((i) => i.from === file && i.to.startsWith("node:"))
        );
      });
    expect(naming).toEqual([]);
  });

  test("that are generated are fresh", () => {
    expect(() => execFileSync(process.execPath, ["build/gen.mjs", "--check"], { stdio: "pipe" })).not.toThrow();
  });
});
