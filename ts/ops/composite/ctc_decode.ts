import { type TensorLike, toTensor } from "../../core/convert";
import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { argmax } from "../argmax";
import { orderAlong } from "../argsort";
import { cast } from "../cast";
import { equal } from "../equal";
import { greaterEqual } from "../greater_equal";
import { max } from "../max";
import { negative } from "../negative";
import { pad } from "../pad";
import { slice } from "../slice";
import { sum } from "../sum";
import { takeAlongAxis } from "../take_along_axis";
import { reshape } from "../view/reshape";
import { where } from "../where";
import { arange } from "./arange";
import { expandDims } from "./expand_dims";

/** Options of `ctcDecode`. */
export interface CtcDecodeOptions {
  /** Only "greedy". */
  strategy?: string;
  /** Of a search that is not supported. */
  beamWidth?: number;
  /** Only 1. */
  topPaths?: number;
  /** Whether a label that comes twice without a blank between is one; true by default. */
  mergeRepeated?: boolean;
  /** The class that stands for no label; 0 by default, the last when null. */
  maskIndex?: number | null;
}

/**
 * The labels of sequences by their likeliest classes: [labels, scores] of outputs [batch, steps, classes] and their
 * lengths. Labels are [1, batch, steps], -1 behind the last; the score is less the sum of the outputs.
 *
 * @throws ValueError for a strategy that is not supported.
 * @example ops.ctcDecode([[[0, 1], [0, 1]]], [2]).length // 2
 */
export const ctcDecode: (inputs: TensorLike, sequenceLengths: TensorLike, options?: CtcDecodeOptions) => Tensor[] =
  callable("ctc_decode", (inputs: TensorLike, sequenceLengths: TensorLike, options?: CtcDecodeOptions): Tensor[] => {
    const keys = ["strategy", "beamWidth", "topPaths", "mergeRepeated", "maskIndex"];
    const own = checkOptions("ctc_decode", options, keys, "ops.ctcDecode(x, lengths, { mergeRepeated: true })");
    const { strategy = "greedy", topPaths = 1, mergeRepeated = true, maskIndex = 0 } = own;
    const x = cast(toTensor("ctc_decode", inputs), "float32");
    if (strategy !== "greedy" || topPaths !== 1 || x.rank !== 3) {
      throw new ValueError("ctc_decode", "the search is not supported", {
        expected: 'strategy "greedy", topPaths 1, inputs [batch, steps, classes]',
        received: { strategy, topPaths, "inputs.shape": x.shape },
      });
    }
    const [batch, steps, classes] = x.dims as [number, number, number];
    const blank = maskIndex ?? classes - 1;
    const over = greaterEqual(arange(steps), reshape(cast(sequenceLengths, "int32"), [batch, 1]));
    let labels = where(over, blank, argmax(x, { axis: -1 }));
    if (mergeRepeated) {
      const before = slice(labels, [0, 0], [batch, Math.max(0, steps - 1)]);
      const same = equal(
        labels,
        pad(
          before,
          [
            [0, 0],
            [1, 0],
          ],
          { constantValues: -1 },
        ),
      );
      labels = where(same, blank, labels);
    }
    const none = equal(labels, blank);
    const order = orderAlong(cast(none, "int32"), 1);
    const found = takeAlongAxis(where(none, -1, labels), order, { axis: 1 });
    const score = negative(sum(where(over, 0, max(x, { axis: -1 })), { axis: 1, keepdims: true }));
    return [expandDims(found, 0), score];
  });
