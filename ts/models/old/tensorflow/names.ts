/** Names of the ops that operations of a file became. */
import { type Operation, symbolicsIn } from "../../../core/symbolic";
import type { Tensor } from "../../../core/tensor";

const named = new WeakSet<Operation>();

/** A name that nothing of a model has, and has from now on. Keras 3 wants no slash in it. */
export function freeName(taken: Set<string>, wanted: string): string {
  const plain = wanted.replaceAll("/", ".");
  let own = plain;
  for (let i = 1; taken.has(own); i++) own = `${plain}_${i}`;
  taken.add(own);
  return own;
}

/** Names the op that made a result `last`, and those before it, from what was given on, by names that begin so. */
export function nameOps(last: string, results: readonly Tensor[], given: unknown, taken: Set<string>): void {
  const seen = new Set(symbolicsIn(given));
  const stack = [...results].reverse();
  let name: string | undefined = last;
  for (let x = stack.pop(); x; x = stack.pop()) {
    const call = x.source.kind === "symbolic" ? x.source.call : undefined;
    if (seen.has(x) || !call?.operation.op || named.has(call.operation)) continue;
    seen.add(x);
    Object.assign(call.operation, { name: name ?? freeName(taken, `${last}.${call.operation.op}`) });
    name = undefined;
    named.add(call.operation);
    stack.push(...call.inputs);
  }
}
