import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { LossOf, type LossOptions } from "../core/loss";
import { logAddExp } from "../core/numeric";

/** What stands for the logarithm of 0. */
const LOG_ZERO = -1e5;

/**
 * The CTC loss of label sequences (Graves et al., 2006): class 0 is the blank, and pads labels at the end.
 *
 * The steps in time are unrolled: compiling takes longer for longer sequences.
 *
 * @param yTrue whole numbers [batch, labels]
 * @param yPred logits [batch, time, classes]
 * @throws ShapeError for other ranks.
 * @example losses.ctc([[1, 2]], ops.zeros([1, 4, 3])).shape // [ 1 ]
 */
export function ctc(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const labels = ops.cast(toTensor("ctc", yTrue), "int32");
  const logits = ops.cast(toTensor("ctc", yPred), "float32");
  if (labels.rank !== 2 || logits.rank !== 3 || labels.dims[0] !== logits.dims[0]) {
    throw new ShapeError("ctc", "targets or predictions have another shape", {
      expected: "targets [batch, labels] and predictions [batch, time, classes]",
      received: { "yTrue.shape": labels.shape, "yPred.shape": logits.shape },
    });
  }
  const [batch, count] = labels.dims as [number, number];
  const [, time, classes] = logits.dims as [number, number, number];
  const logs = ops.logSoftmax(logits);
  const hot = ops.oneHot(labels, classes);
  // [batch, time, labels] and [batch, time, 1]: emitting a label, and the blank.
  const emits = ops.matmul(logs, ops.transpose(hot, { axes: [0, 2, 1] }));
  const blanks = ops.slice(logs, [0, 0, 0], [batch, time, 1]);
  const part = (x: Tensor, from: number, size: number): Tensor => ops.slice(x, [0, from], [batch, size]);
  // Between equal labels a blank must stand.
  const last = ops.zeros([batch, 1]);
  const equal = ops.cast(ops.equal(part(labels, 0, count - 1), part(labels, 1, count - 1)), "float32");
  const repeat = count > 1 ? ops.concatenate([equal, last], { axis: 1 }) : last;
  const [direct, through] = [ops.multiply(LOG_ZERO, repeat), ops.multiply(LOG_ZERO, ops.subtract(1, repeat))];
  const advance = (blank: Tensor, added: Tensor): Tensor =>
    ops.concatenate([part(blank, 0, 1), logAddExp(part(blank, 1, count), added)], { axis: 1 });
  let blank = ops.concatenate([ops.zeros([batch, 1]), ops.full([batch, count], LOG_ZERO)], { axis: 1 });
  let emit = ops.full([batch, count], LOG_ZERO);
  for (let t = 0; t < time; t++) {
    const log = ops.reshape(ops.slice(emits, [0, t, 0], [batch, 1, count]), [batch, count]);
    const logBlank = ops.reshape(ops.slice(blanks, [0, t, 0], [batch, 1, 1]), [batch, 1]);
    const start = advance(blank, ops.add(emit, direct));
    const stay = ops.add(emit, logBlank);
    const next = logAddExp(ops.add(part(start, 0, count), log), ops.add(emit, log));
    blank = advance(ops.add(start, logBlank), ops.add(stay, through));
    emit = next;
  }
  const ends = advance(blank, emit);
  const length = ops.sum(ops.cast(ops.notEqual(labels, 0), "int32"), { axis: 1 });
  return ops.negative(ops.sum(ops.multiply(ends, ops.oneHot(length, count + 1)), { axis: 1 }));
}

/** `ctc` as a loss. */
export class CTC extends LossOf<object> {
  static override className = "CTC";

  constructor(options: LossOptions = {}) {
    super("CTC", "ctc", options, {});
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return ctc(yTrue, yPred);
  }
}
