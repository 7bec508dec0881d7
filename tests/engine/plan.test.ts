/** The memory plan, against brute force. */
import { describe, expect, test } from "vitest";
import { Tensor } from "../../ts/core/tensor";
import type { Instruction } from "../../ts/engine/lower";
import { type Plan, planMemory } from "../../ts/engine/plan";
import { Numbers } from "../ops/laws/support";

interface Random {
  instructions: Instruction[];
  tensors: Tensor[];
  outputs: Set<Tensor>;
}

/** A random program: each instruction writes one or two tensors and reads some that exist. */
function draw(numbers: Numbers, length: number, inPlace: boolean): Random {
  const tensors: Tensor[] = [];
  const instructions: Instruction[] = [];
  const lastUse = new Map<Tensor, number>();
  for (let at = 0; at < length; at++) {
    const writes = Array.from({ length: numbers.int(1, 2) }, () =>
      Tensor.constant(new Float32Array(0), [numbers.pick([1, 3, 4, 5, 16, 100, 1000, 4096])], "float32"),
    );
    const recent = tensors.slice(-12);
    const reads = [
      ...new Set(Array.from({ length: numbers.int(0, 3) }, () => recent[numbers.int(0, recent.length - 1)])),
    ].filter((x): x is Tensor => x !== undefined);
    for (const x of [...writes, ...reads]) lastUse.set(x, at);
    instructions.push({ reads, writes, group: undefined } as unknown as Instruction);
    tensors.push(...writes);
  }
  const outputs = new Set(tensors.filter(() => numbers.next() < 0.05));
  if (inPlace) {
    instructions.forEach((instruction, at) => {
      const pairs = instruction.writes.flatMap((result) =>
        instruction.reads.filter((x) => x.size === result.size).map((x) => [result, x] as const),
      );
      instructions[at] = { ...instruction, group: { inPlace: pairs } } as unknown as Instruction;
    });
  }
  return { instructions, tensors, outputs };
}

/** The first and last instruction at which each tensor must be whole. */
function lives({ instructions, outputs }: Random): Map<Tensor, [number, number]> {
  const out = new Map<Tensor, [number, number]>();
  instructions.forEach(({ reads, writes }, at) => {
    for (const x of writes) out.set(x, [at, at]);
    for (const x of reads) out.get(x)![1] = at;
  });
  for (const x of outputs) out.get(x)![1] = instructions.length;
  return out;
}

/** Finds two tensors that live at once and share bytes; in place, a result may start where an input of its size ends. */
function clash(random: Random, plan: Plan, inPlace: boolean): string | undefined {
  const spans = [...lives(random)];
  for (let i = 0; i < spans.length; i++) {
    for (let j = i + 1; j < spans.length; j++) {
      const [[a, [af, al]], [b, [bf, bl]]] = [spans[i]!, spans[j]!];
      if (al < bf || bl < af) continue;
      const [x, y] = [plan.offsets.get(a)!, plan.offsets.get(b)!];
      if (x >= y + b.size * 4 || y >= x + a.size * 4) continue;
      if (inPlace && (al === bf || bl === af) && x === y && a.size === b.size && !(af === bf)) continue;
      return `${a.id} [${af}, ${al}] at ${x}+${a.size * 4} and ${b.id} [${bf}, ${bl}] at ${y}+${b.size * 4}`;
    }
  }
  return undefined;
}

describe.each([false, true])("with in-place results %s", (inPlace) => {
  test("no two values that live at once share memory, and the peak is the highest byte (seed 91)", () => {
    const numbers = new Numbers(91);
    let shared = 0;
    for (let trial = 0; trial < 60; trial++) {
      const random = draw(numbers, numbers.int(1, 60), inPlace);
      const plan = planMemory(random.instructions, () => true, random.outputs, inPlace);
      expect(clash(random, plan, inPlace)).toBeUndefined();
      const round = (x: Tensor): number => Math.ceil((x.size * 4) / 16) * 16;
      const top = Math.max(...random.tensors.map((x) => plan.offsets.get(x)! + round(x)));
      expect(plan.bytes).toBe(top);
      expect(plan.unshared).toBe(random.tensors.reduce((sum, x) => sum + round(x), 0));
      for (const x of random.tensors) expect(plan.offsets.get(x)! % 16).toBe(0);
      // At no instruction is more alive than the arena holds.
      const spans = lives(random);
      if (!inPlace) {
        for (let at = 0; at < random.instructions.length; at++) {
          const alive = [...spans]
            .filter(([, [from, to]]) => from <= at && at <= to)
            .reduce((sum, [x]) => sum + round(x), 0);
          expect(plan.bytes).toBeGreaterThanOrEqual(alive);
        }
      }
      if (plan.bytes < plan.unshared) shared++;
    }
    expect(shared).toBeGreaterThan(30);
  });
});

test("a chain of equal sizes takes two places, in place one", () => {
  const tensors = Array.from({ length: 20 }, () => Tensor.constant(new Float32Array(0), [256], "float32"));
  const instructions = tensors.map((x, i) => ({
    writes: [x],
    reads: i ? [tensors[i - 1]!] : [],
    group: { inPlace: i ? [[x, tensors[i - 1]!]] : [] },
  })) as unknown as Instruction[];
  const outputs = new Set([tensors[19]!]);
  expect(planMemory(instructions, () => true, outputs, false).bytes).toBe(2048);
  expect(planMemory(instructions, () => true, outputs, true).bytes).toBe(1024);
});

test("an output keeps its place to the end", () => {
  const [a, b, c] = Array.from({ length: 3 }, () => Tensor.constant(new Float32Array(0), [64], "float32")) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const instructions = [
    { writes: [a], reads: [] },
    { writes: [b], reads: [] },
    { writes: [c], reads: [b] },
  ] as unknown as Instruction[];
  const plan = planMemory(instructions, () => true, new Set([a, c]), false);
  expect(new Set([a, b, c].map((x) => plan.offsets.get(x))).size).toBe(3);
  expect(planMemory(instructions, () => true, new Set([c]), false).bytes).toBe(512);
});
