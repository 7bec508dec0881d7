/** The subscripts of einsum: "ij,jk->ik", with "..." for axes that have no name. */
import { ShapeError, ValueError } from "../../core/errors";
import type { Dims } from "../../core/shapes";

/** Parsed subscripts: a list of labels for each operand, and for the output. Axes of "..." get labels of their own. */
export interface Subscripts {
  readonly operands: readonly (readonly string[])[];
  readonly output: readonly string[];
  /** The size of each label. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Parses subscripts for operands of given sizes. @throws ShapeError or ValueError that names what does not fit. */
export function parseSubscripts(text: string, shapes: readonly Dims[]): Subscripts {
  const compact = text.replace(/\s/g, "");
  const legal = /^((\.\.\.)?[A-Za-z]*(\.\.\.)?[A-Za-z]*)(,((\.\.\.)?[A-Za-z]*(\.\.\.)?[A-Za-z]*))*(->[A-Za-z.]*)?$/;
  if (!legal.test(compact)) {
    throw new ValueError("einsum", "the subscripts cannot be read", {
      expected: 'letters for axes, commas between operands, as "ij,jk->ik"',
      received: { subscripts: text },
    });
  }
  const [left, right] = compact.split("->") as [string, string | undefined];
  const terms = left.split(",");
  if (terms.length !== shapes.length) {
    throw new ValueError("einsum", "the subscripts are for another number of operands", {
      expected: `${terms.length}`,
      received: `${shapes.length}`,
    });
  }
  const free = terms.map((term, i) => freeAxes(term, shapes[i]!, text));
  const rank = Math.max(0, ...free);
  const dots = (count: number): string[] => Array.from({ length: count }, (_, i) => `.${rank - count + i}`);
  const spell = (term: string, count: number): string[] => {
    const [before, after] = term.split("...") as [string, string | undefined];
    return after === undefined ? [...before] : [...before, ...dots(count), ...after];
  };
  const operands = terms.map((term, i) => spell(term, free[i]!));
  const sizes = sizesOf(operands, shapes, text);
  return { operands, output: outputOf(right, operands, dots(rank), (term) => spell(term, rank), text), sizes };
}

/** How many axes "..." stands for. */
function freeAxes(term: string, shape: Dims, text: string): number {
  const named = term.replace("...", "").length;
  const count = shape.length - named;
  if (term.includes("...") ? count >= 0 : count === 0) return Math.max(0, count);
  throw new ShapeError("einsum", `the operand "${term}" has another number of axes`, {
    expected: `${named}${term.includes("...") ? " or more" : ""}`,
    received: { shape, subscripts: text },
  });
}

function sizesOf(operands: readonly string[][], shapes: readonly Dims[], text: string): Map<string, number> {
  const sizes = new Map<string, number>();
  operands.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const size = shapes[i]![axis]!;
      const known = sizes.get(label);
      if (known === undefined || known === 1) sizes.set(label, size);
      else if (size !== known && size !== 1) {
        throw new ShapeError("einsum", `the axes "${label}" differ in size`, {
          expected: `${known}`,
          received: { size, subscripts: text },
        });
      }
    });
  });
  return sizes;
}

function outputOf(
  right: string | undefined,
  operands: readonly string[][],
  dots: readonly string[],
  spell: (term: string) => string[],
  text: string,
): string[] {
  const all = operands.flat();
  if (right === undefined) {
    // NumPy's rule: what appears once, in the order of the alphabet.
    const once = all.filter((label) => !label.startsWith(".") && all.indexOf(label) === all.lastIndexOf(label));
    return [...dots, ...once.sort()];
  }
  const output = spell(right);
  if (output.every((label, i) => all.includes(label) && output.indexOf(label) === i)) return output;
  throw new ValueError("einsum", "the output has an axis twice, or one that no operand has", {
    received: { subscripts: text },
  });
}
