/** The passes over a graph, in order. Each one can be switched off. */
import type { Graph } from "./graph";
import { foldPad } from "./passes/fold_pad";
import { foldScale } from "./passes/fold_scale";
import { fuseEpilogue } from "./passes/fuse_epilogue";
import { joinPads } from "./passes/join_pads";
import { merge } from "./passes/merge";
import { simplify } from "./passes/simplify";

/** A pass: a pure function from graph to graph that says how much it did. */
export type Pass = (graph: Graph) => { graph: Graph; changes: number };

/** Names of everything that can be switched off: the passes, and three steps behind them. */
export const PASSES = [
  "joinPads",
  "simplify",
  "merge",
  "foldPad",
  "foldScale",
  "fuseEpilogue",
  "group",
  "inPlace",
  "steady",
] as const;
export type PassName = (typeof PASSES)[number];

const ORDER: readonly (readonly [PassName, Pass])[] = [
  ["joinPads", joinPads],
  ["simplify", simplify],
  ["merge", merge],
  ["foldPad", foldPad],
  ["foldScale", foldScale],
  ["fuseEpilogue", fuseEpilogue],
];

/** Runs the passes. `report` takes what each one changed. */
export function optimize(graph: Graph, off: ReadonlySet<PassName>, report: Map<string, number>): Graph {
  for (const [name, pass] of ORDER) {
    if (off.has(name)) continue;
    const { graph: next, changes } = pass(graph);
    report.set(name, changes);
    graph = next;
  }
  return graph;
}
