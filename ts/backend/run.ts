/** Runs the effects of a trace at once. */
import type { Tensor } from "../core/tensor";
import type { Trace } from "../core/trace";
import { nodesBehind } from "../graph/walk";
import { compileGraph } from "./compile";
import { engine } from "./engine";

/** Compiles and runs the updates and assignments of a trace, once. */
export function runTrace(trace: Trace): void {
  const graph = { outputs: [], updates: trace.updates, assigns: trace.assigned };
  const roots = [...graph.updates, ...graph.assigns.values()];
  const leaves: Tensor[] = nodesBehind(roots).filter((node) => node.value && node.rank > 0);
  const { program } = compileGraph(graph, leaves);
  const feeds = leaves.map((leaf) => engine().allocate(leaf.size * 4));
  try {
    leaves.forEach((leaf, i) => {
      feeds[i]!.write(leaf.value!);
    });
    program.start(feeds, 1).resume(Number.POSITIVE_INFINITY);
  } finally {
    for (const feed of feeds) feed.dispose();
    program.dispose();
  }
}
