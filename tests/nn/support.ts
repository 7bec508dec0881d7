/** Fixtures of tests/oracle/nn.py; KERATIN_NN names a folder of others, such as random draws. */
import { resolve } from "node:path";
import { readGolden } from "../support/golden";

/** The cases of a family. */
export function casesOf<T>(family: string): (T & { class_name: string })[] {
  const folder = process.env.KERATIN_NN ? resolve(process.env.KERATIN_NN, "nn") : "tests/golden/nn";
  return readGolden<{ cases: (T & { class_name: string })[] }>(`${folder}/${family}.json.gz`).cases;
}

/** Cases with a title each, for test.each. */
export function titled<T extends { class_name: string; options: unknown }>(cases: T[]): [string, T][] {
  return cases.map((one, i) => [`${i} ${one.class_name} ${JSON.stringify(one.options)}`.slice(0, 120), one]);
}
