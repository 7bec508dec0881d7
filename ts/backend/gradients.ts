/** K.gradients: for lazy tensors, and for symbolic graphs as a call that is replayed. */
import { capture } from "../core/capture";
import { ValueError } from "../core/errors";
import { isSymbolic, type Operation, symbolicsIn } from "../core/symbolic";
import { Tensor } from "../core/tensor";
import { Variable } from "../core/variable";
import { differentiate } from "../graph/differentiate";

/** What a gradient can be taken for. */
export type GradientTarget = Tensor | Variable;

function leaf(target: GradientTarget): Tensor {
  if (target instanceof Variable) return target.value;
  if (target instanceof Tensor) return target;
  throw new ValueError("gradients", "needs variables or tensors", { received: { variable: target } });
}

/**
 * The gradients of a loss (its sum, if it is no scalar) with respect to variables or tensors; null where it does not
 * depend on one.
 *
 * @example { const v = K.variable([1, 2]); const [g] = K.gradients(K.sum(K.square(v)), [v]); K.eval(g) } // [2. 4.]
 */
export function gradients(loss: Tensor, variables: GradientTarget | readonly GradientTarget[]): (Tensor | null)[] {
  const targets = Array.isArray(variables) ? (variables as readonly GradientTarget[]) : [variables as GradientTarget];
  if (!(loss instanceof Tensor)) throw new ValueError("gradients", "the loss is no tensor", { received: { loss } });
  if (!isSymbolic(loss)) return differentiate(loss, targets.map(leaf)).map((g) => g ?? null);
  const operation: Operation = {
    name: "gradients",
    replay: ([value, list]) => {
      const found = differentiate(value as Tensor, (list as GradientTarget[]).map(leaf));
      return found.map((g, index) => {
        if (g) return g;
        throw new ValueError("gradients", "the loss does not depend on a variable", { received: { index } });
      });
    },
  };
  const args = capture([loss, targets]);
  const outputs: Tensor[] = [];
  const call = { operation, args, inputs: symbolicsIn(args), outputs, many: true };
  targets.forEach((target, index) => {
    outputs.push(new Tensor(target.shape, target.dtype, { kind: "symbolic", call, index, name: "gradient" }));
  });
  return outputs;
}
