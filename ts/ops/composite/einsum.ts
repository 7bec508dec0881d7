import { type TensorLike, toTensor } from "../../core/convert";
import { ValueError } from "../../core/errors";
import { sizeOf } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { broadcastTo } from "../broadcast_to";
import { cast } from "../cast";
import { parseSubscripts } from "../kinds/subscripts";
import { matmul, matmulAt } from "../matmul";
import { multiply } from "../multiply";
import { sum } from "../sum";
import { take } from "../take";
import { transpose } from "../transpose";
import { reshape } from "../view/reshape";

/** A tensor whose axes have labels, each once. */
interface Term {
  readonly x: Tensor;
  readonly labels: readonly string[];
}

/** The axes brought into an order. */
function arrange({ x, labels }: Term, order: readonly string[]): Tensor {
  const axes = order.map((label) => labels.indexOf(label));
  return axes.every((axis, i) => axis === i) ? x : transpose(x, { axes });
}

/** The diagonal of axes of one label, so that each label stands once. */
function diagonal(x: Tensor, labels: readonly string[]): Term {
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  if (twice === undefined) return { x, labels };
  const [first, second] = labels.flatMap((label, i) => (label === twice ? [i] : [])) as [number, number];
  const rest = labels.filter((_, i) => i !== first && i !== second);
  const others = labels.flatMap((_, i) => (i === first || i === second ? [] : [i]));
  const n = x.dims[first]!;
  const flat = reshape(transpose(x, { axes: [...others, first, second] }), [...others.map((i) => x.dims[i]!), n * n]);
  const places = Array.from({ length: n }, (_, i) => i * (n + 1));
  return diagonal(take(flat, places, { axis: -1 }), [...rest, twice]);
}

/** Sums over the labels that nothing else needs. */
function sumOut({ x, labels }: Term, needed: ReadonlySet<string>): Term {
  const axes = labels.flatMap((label, i) => (needed.has(label) ? [] : [i]));
  if (axes.length === 0) return { x, labels };
  return { x: sum(x, { axis: axes }), labels: labels.filter((label) => needed.has(label)) };
}

/** Axes of size 1 widened to the label's size, or dropped where the other operand has the label. */
function widened({ x, labels }: Term, sizes: ReadonlyMap<string, number>): Term {
  const dims = labels.map((label) => sizes.get(label)!);
  return { x: broadcastTo(x, dims), labels };
}

/** The product of two terms, summed over what only they have. */
function contract(a: Term, b: Term, needed: ReadonlySet<string>): Term {
  const both = a.labels.filter((label) => b.labels.includes(label));
  const batch = both.filter((label) => needed.has(label));
  const inner = both.filter((label) => !needed.has(label));
  const left = a.labels.filter((label) => !both.includes(label));
  const right = b.labels.filter((label) => !both.includes(label));
  const labels = [...batch, ...left, ...right];
  const size = (term: Term, list: readonly string[]): number[] =>
    list.map((label) => term.x.dims[term.labels.indexOf(label)]!);
  const dims = [...size(a, batch), ...size(a, left), ...size(b, right)];
  const ones = (list: readonly string[]): number[] => list.map(() => 1);
  if (inner.length === 0) {
    const wideA = reshape(arrange(a, [...batch, ...left]), [...size(a, batch), ...size(a, left), ...ones(right)]);
    const wideB = reshape(arrange(b, [...batch, ...right]), [...size(b, batch), ...ones(left), ...size(b, right)]);
    return { x: multiply(wideA, wideB), labels };
  }
  const [count, m, k, n] = [size(a, batch), size(a, left), size(a, inner), size(b, right)].map(sizeOf) as [
    number,
    number,
    number,
    number,
  ];
  // The product reads either order of its last two axes: whichever needs no copy.
  const lies = (term: Term, order: readonly string[]): boolean => order.every((label, i) => term.labels[i] === label);
  const turnedA = lies(a, [...batch, ...inner, ...left]) && !lies(a, [...batch, ...left, ...inner]);
  const turnedB = lies(b, [...batch, ...right, ...inner]) && !lies(b, [...batch, ...inner, ...right]);
  const x = reshape(arrange(a, turnedA ? [...batch, ...inner, ...left] : [...batch, ...left, ...inner]), [
    count,
    ...(turnedA ? [k, m] : [m, k]),
  ]);
  const y = reshape(arrange(b, turnedB ? [...batch, ...right, ...inner] : [...batch, ...inner, ...right]), [
    count,
    ...(turnedB ? [n, k] : [k, n]),
  ]);
  if (x.dtype === "float32") return { x: reshape(matmulAt(x, y, turnedA, turnedB), dims), labels };
  const straight = (t: Tensor, turned: boolean): Tensor => (turned ? transpose(t, { axes: [0, 2, 1] }) : t);
  return { x: reshape(matmul(straight(x, turnedA), straight(y, turnedB)), dims), labels };
}

/** What contracting two terms costs: the size of their joint index space. */
function cost(a: Term, b: Term, sizes: ReadonlyMap<string, number>): number {
  return sizeOf([...new Set([...a.labels, ...b.labels])].map((label) => sizes.get(label)!));
}

function evaluate(subscripts: string, ...operands: TensorLike[]): Tensor {
  if (typeof subscripts !== "string" || operands.length === 0) {
    throw new ValueError("einsum", "needs subscripts and operands", { fix: 'Write ops.einsum("ij,jk->ik", a, b)' });
  }
  const tensors = operands.map((x) => toTensor("einsum", x));
  const dtype = tensors.every(({ dtype }) => dtype !== "float32") ? "int32" : "float32";
  const {
    operands: spelled,
    output,
    sizes,
  } = parseSubscripts(
    subscripts,
    tensors.map((x) => x.dims),
  );
  let terms = tensors.map((x, i) => widened(diagonal(cast(x, dtype), spelled[i]!), sizes));
  const neededBy = (others: readonly Term[]): Set<string> => new Set([...output, ...others.flatMap((t) => t.labels)]);
  terms = terms.map((term, i) => sumOut(term, neededBy(terms.filter((_, j) => j !== i))));
  while (terms.length > 1) {
    let best: [number, number] = [0, 1];
    for (let i = 0; i < terms.length; i++) {
      for (let j = i + 1; j < terms.length; j++) {
        if (cost(terms[i]!, terms[j]!, sizes) < cost(terms[best[0]]!, terms[best[1]]!, sizes)) best = [i, j];
      }
    }
    const rest = terms.filter((_, i) => !best.includes(i));
    terms = [contract(terms[best[0]]!, terms[best[1]]!, neededBy(rest)), ...rest];
  }
  return arrange(terms[0]!, output);
}

/**
 * Einstein's sum: the products of the operands, summed over all axes that the output does not name.
 *
 * @param subscripts Letters for the axes of each operand and of the output: "bij,bjk->bik". "..." stands for any further axes,
 *   which broadcast; without "->" the output has the letters that stand once, in the order of the alphabet.
 * @throws ShapeError when axes of one letter differ in size.
 * @example K.eval(ops.einsum("ij,j->i", [[1, 2], [3, 4]], [1, 10])) // [21. 43.]
 */
export const einsum: (subscripts: string, ...operands: TensorLike[]) => Tensor = callable("einsum", evaluate);
