import { type TensorLike, toIndices } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { concatenate } from "../concatenate";
import { equal } from "../equal";
import { less } from "../less";
import { logSoftmax } from "../log_softmax";
import { matmul } from "../matmul";
import { minimum } from "../minimum";
import { multiply } from "../multiply";
import { negative } from "../negative";
import { oneHot } from "../one_hot";
import { pad } from "../pad";
import { slice } from "../slice";
import { subtract } from "../subtract";
import { takeAlongAxis } from "../take_along_axis";
import { transpose } from "../transpose";
import { reshape } from "../view/reshape";
import { where } from "../where";
import { full } from "./full";
import { logaddexp } from "./logaddexp";
import { split } from "./split";
import { zeros } from "./zeros";

/** The logarithm of next to nothing, as Keras has it. */
const NOTHING = -1e5;

/** Options of `ctcLoss`. */
export interface CtcLossOptions {
  /** The class that stands for no label; 0 by default. */
  maskIndex?: number;
}

/** phi with a score added from its second element on, in logarithms. */
function added(phi: Tensor, score: Tensor): Tensor {
  const [first, rest] = split(phi, [1], { axis: -1 });
  return concatenate([first!, logaddexp(rest!, score)], { axis: -1 });
}

/**
 * The connectionist temporal classification loss (Graves et al., 2006) of each sequence: labels [batch, labels], logits
 * [batch, steps, classes] and the lengths of both. The steps stand one by one in the program.
 *
 * @throws ShapeError when the shapes do not fit.
 * @example ops.ctcLoss([[1, 2]], ops.zeros([1, 4, 3]), [2], [4]).shape // [ 1 ]
 */
export const ctcLoss: (
  target: TensorLike,
  output: TensorLike,
  targetLength: TensorLike,
  outputLength: TensorLike,
  options?: CtcLossOptions,
) => Tensor = callable(
  "ctc_loss",
  (
    target: TensorLike,
    output: TensorLike,
    targetLength: TensorLike,
    outputLength: TensorLike,
    options?: CtcLossOptions,
  ): Tensor => {
    const form = "ops.ctcLoss(target, output, targetLength, outputLength, { maskIndex: 0 })";
    const { maskIndex = 0 } = checkOptions("ctc_loss", options, ["maskIndex"], form);
    const labels = cast(toIndices("ctc_loss", target), "int32");
    const logs = logSoftmax(output);
    const [batch, steps, classes] = logs.dims;
    if (labels.rank !== 2 || logs.rank !== 3 || labels.dims[0] !== batch) {
      throw new ShapeError("ctc_loss", "the labels do not fit the output", {
        expected: "labels [batch, labels], output [batch, steps, classes]",
        received: { "target.shape": labels.shape, "output.shape": logs.shape },
      });
    }
    const count = labels.dims[1]!;
    const column = (x: TensorLike): Tensor => reshape(cast(toIndices("ctc_loss", x), "int32"), [batch!, 1]);
    const [, later] = split(labels, [1], { axis: 1 });
    const [earlier] = split(labels, [count - 1], { axis: 1 });
    const repeated = pad(cast(equal(earlier!, later!), "float32"), [
      [0, 0],
      [0, 1],
    ]);
    const emits = matmul(logs, transpose(oneHot(labels, classes!), { axes: [0, 2, 1] }));
    const step = (x: Tensor, t: number): Tensor =>
      reshape(slice(x, [0, t, 0], [batch!, 1, x.dims[2]!]), [batch!, x.dims[2]!]);
    const blanks = slice(logs, [0, 0, maskIndex], [batch!, steps!, 1]);
    const ends = column(outputLength);
    let phi = concatenate([zeros([batch!, 1]), full([batch!, count], NOTHING)], { axis: 1 });
    let emit = full([batch!, count], NOTHING);
    for (let t = 0; t < steps!; t++) {
      const [label, blank] = [step(emits, t), step(blanks, t)];
      // Without a blank between, except where the next label is the same.
      const before = added(phi, add(emit, multiply(NOTHING, repeated)));
      const [head] = split(before, [count], { axis: -1 });
      const nextEmit = logaddexp(add(head!, label), add(emit, label));
      const through = add(add(emit, blank), multiply(NOTHING, subtract(1, repeated)));
      const nextPhi = added(add(before, blank), through);
      const counts = less(t, ends);
      [phi, emit] = [where(counts, nextPhi, phi), where(counts, nextEmit, emit)];
    }
    const last = added(phi, emit);
    const lengths = minimum(column(targetLength), count);
    return negative(reshape(takeAlongAxis(last, lengths, { axis: 1 }), [batch!]));
  },
);
