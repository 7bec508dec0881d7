/** What a program changes. */
import type { Schedule } from "../core/device";
import type { Variable } from "../core/variable";

/** The variables that a schedule assigns or updates in place. */
export function writtenVariables(schedule: Schedule): Variable[] {
  const written = new Set<Variable>(schedule.assigns.values());
  for (const step of schedule.steps) {
    for (const node of "node" in step ? [step.node] : step.group) {
      const source = node.source;
      if (source.kind !== "op") continue;
      for (const at of source.op.writes ?? []) {
        const base = source.inputs[at]!.source;
        if (base.kind === "variable") written.add(base.variable);
      }
    }
  }
  return [...written];
}
