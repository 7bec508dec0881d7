/**
 * Definitions of WordNet 3.1 (Princeton University; LICENSE beside this file), with the kind of thing that each defines. The file is made
 * by extract.mjs.
 */
import { readFileSync } from "node:fs";

/** What the definitions are of, in the order of their labels. */
export const KINDS = ["animal", "artifact", "body", "food", "person", "place", "plant", "time"] as const;

/** Texts, and the places of their kinds in KINDS. */
export interface Definitions {
  texts: string[];
  labels: number[];
}

/** All definitions, every sixth of them held out as the exam. */
export function readDefinitions(path: string): { lessons: Definitions; exam: Definitions } {
  const lessons: Definitions = { texts: [], labels: [] };
  const exam: Definitions = { texts: [], labels: [] };
  const rows = readFileSync(path, "utf8").trim().split("\n");
  for (const [i, row] of rows.entries()) {
    const [kind, text] = row.split("\t") as [(typeof KINDS)[number], string];
    const part = i % 6 === 0 ? exam : lessons;
    part.texts.push(text);
    part.labels.push(KINDS.indexOf(kind));
  }
  return { lessons, exam };
}
