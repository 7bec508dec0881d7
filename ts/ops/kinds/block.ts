/** What ops over blocks of pixels share. */
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import { channelsFirst, sizesOf } from "./window";

/** Options of `depthToSpace` and `spaceToDepth`. */
export interface BlockOptions {
  dataFormat?: string | null;
}

/** The checked arguments. @throws ShapeError when x is no batch of images. */
export function readBlock(
  where: string,
  camel: string,
  x: Tensor,
  blockSize: number,
  options: BlockOptions | undefined,
): { first: boolean; size: number } {
  const form = `ops.${camel}(x, 2, { dataFormat: "channels_first" })`;
  const { dataFormat } = checkOptions(where, options, ["dataFormat"], form);
  if (x.rank !== 4) {
    throw new ShapeError(where, "the input has the wrong rank", {
      expected: "rank 4: a batch of images",
      received: { "x.shape": x.shape },
    });
  }
  return { first: channelsFirst(where, dataFormat), size: sizesOf(where, "blockSize", blockSize, 1)[0]! };
}
