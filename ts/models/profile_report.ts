/** What `model.profile` tells. */
import type { InstructionTime } from "../core/device";
import { count, size, table } from "../core/table";
import type { Phase } from "../core/trace";
import type { MemoryReport } from "./memory";
import type { StepTimes } from "./programs";

/** Options of `profile`. */
export interface ProfileOptions {
  /** Rows of a step; 32, or all when there are fewer. */
  batchSize?: number;
  /** How often the step is run; the least time of each instruction counts. */
  repeats?: number;
}

/** What some instructions take. */
export interface Cost {
  readonly milliseconds: number;
  /** Of the time of all instructions. */
  readonly percent: number;
  /** Multiplications with an addition, in products, convolutions and recurrent layers. */
  readonly macs: number;
  /** Bytes of operands and results. */
  readonly bytes: number;
  /** 2 x macs in 1e9 a second; 0 where there are none. */
  readonly gflops: number;
}

/** A layer's part of a step; its loss, metrics and optimizer stand beside it. */
export interface LayerCost extends Cost {
  readonly name: string;
  /** Milliseconds by what they are for. */
  readonly phases: Readonly<Record<Phase, number>>;
}

/** All instructions of one kernel. */
export interface KernelCost extends Cost {
  readonly kernel: string;
  readonly instructions: number;
}

/** What a step is and does, before anybody looks at it. */
export interface ProfileFacts {
  readonly model: string;
  readonly mode: "train" | "predict";
  readonly batchSize: number;
  /** The layers, in the model's order. */
  readonly order: readonly string[];
  readonly compile: StepTimes;
  readonly memory: MemoryReport;
  /** A whole step on one thread. */
  readonly step: number;
  /** A whole step on as many threads as there are, and how many. */
  readonly threads: { readonly count: number; readonly step: number };
  readonly instructions: readonly InstructionTime[];
}

const PHASES: readonly Phase[] = ["forward", "backward", "update"];
/** What stands outside all layers: batches picked from the data. */
const DATA = "(data)";

/** Where the time of a step goes, on one thread. Prints as tables. */
export class Profile {
  readonly mode: "train" | "predict";
  readonly batchSize: number;
  /** Milliseconds of a whole step on one thread. */
  readonly milliseconds: number;
  /** Milliseconds of a whole step with all threads, and how many these are. */
  readonly threads: { readonly count: number; readonly step: number };
  /** Milliseconds of the parts of the compiler. */
  readonly compile: StepTimes & { readonly total: number };
  readonly memory: MemoryReport;
  readonly layers: readonly LayerCost[];
  readonly kernels: readonly KernelCost[];
  readonly phases: Readonly<Record<Phase, Cost>>;
  readonly instructions: readonly InstructionTime[];
  readonly #facts: ProfileFacts;

  constructor(facts: ProfileFacts) {
    const { instructions, compile } = facts;
    this.#facts = facts;
    this.mode = facts.mode;
    this.batchSize = facts.batchSize;
    this.milliseconds = facts.step;
    this.threads = facts.threads;
    this.compile = { ...compile, total: Object.values(compile).reduce((sum: number, ms: number) => sum + ms, 0) };
    this.memory = facts.memory;
    this.instructions = instructions;
    const shares = instructions.flatMap(sharesOf);
    const all = total(instructions);
    const by = <K>(keyOf: (share: Share) => K): Map<K, Share[]> => grouped(shares, keyOf);
    const layers = [...by(({ scope }) => scope ?? DATA)].map(([name, own]): LayerCost => {
      const phases = by(({ scope, phase }) => `${scope ?? DATA} ${phase}`);
      const spent = PHASES.map((phase) => [phase, total(phases.get(`${name} ${phase}`) ?? [])]);
      return { name, ...costOf(own, all), phases: Object.fromEntries(spent) as Record<Phase, number> };
    });
    const rank = (name: string): number => (name === DATA ? -1 : facts.order.indexOf(name) >>> 0);
    this.layers = layers.sort((a, b) => rank(a.name) - rank(b.name));
    this.kernels = [...grouped(instructions, ({ kernel }) => kernel)]
      .map(([kernel, own]): KernelCost => ({ kernel, instructions: own.length, ...costOf(own, all) }))
      .sort((a, b) => b.milliseconds - a.milliseconds);
    const phases = PHASES.map((name) => [
      name,
      costOf(
        shares.filter(({ phase }) => phase === name),
        all,
      ),
    ]);
    this.phases = Object.fromEntries(phases) as Record<Phase, Cost>;
  }

  /** Two tables, by layers and by kernels. */
  toString(): string {
    const { model } = this.#facts;
    const own = total(this.instructions);
    const { count: threads, step } = this.threads;
    const lines = [
      `${model}: ${this.mode === "train" ? "a step of training" : "a prediction"} of ${this.batchSize} rows`,
      `  one thread      ${ms(this.milliseconds)} ms, ${ms(own)} of it in ${count(this.instructions.length)} instructions`,
      ...(threads > 1
        ? [
            `  ${`${threads} threads`.padEnd(14)}  ${ms(step)} ms, ${(this.milliseconds / step).toFixed(2)} times as fast`,
          ]
        : []),
      `  compiled in     ${ms(this.compile.total)} ms`,
      `  memory          ${size(this.memory.arena)} of values, ${size(this.memory.unshared)} without sharing`,
      "",
    ];
    const trains = this.mode === "train";
    const times = trains ? [...PHASES] : [];
    const head = ["layer", ...times, "ms", "%", "MACs", "bytes", "GFLOP/s"];
    const right = head.map((_, i) => i).slice(1);
    const rows = this.layers.map((one) => [one.name, ...times.map((phase) => ms(one.phases[phase])), ...cells(one)]);
    rows.push([
      "all",
      ...times.map((phase) => ms(this.phases[phase].milliseconds)),
      ...cells(costOf(this.instructions, own)),
    ]);
    lines.push(...table(head, rows, right), "");
    const kernels = this.kernels.map((one) => [one.kernel, count(one.instructions), ...cells(one)]);
    lines.push(
      ...table(["kernel", "instructions", "ms", "%", "MACs", "bytes", "GFLOP/s"], kernels, [1, 2, 3, 4, 5, 6]),
    );
    return lines.join("\n");
  }

  /** A step as Chrome's trace format (JSON.stringify it): open it in Perfetto or chrome://tracing. */
  chromeTrace(): { displayTimeUnit: "ms"; traceEvents: Record<string, unknown>[] } {
    const { model } = this.#facts;
    const name = (tid: number, text: string): Record<string, unknown> => ({
      name: "thread_name",
      ph: "M",
      pid: 1,
      tid,
      args: { name: text },
    });
    const events = [
      {
        name: "process_name",
        ph: "M",
        pid: 1,
        args: { name: `keratin: ${model}, ${this.mode}, ${this.batchSize} rows` },
      },
      name(1, "instructions"),
      name(2, "layers"),
      name(3, "compiler"),
    ] as Record<string, unknown>[];
    let at = 0;
    const spans: { name: string; cat: Phase; ts: number; dur: number }[] = [];
    for (const { kernel, parts, macs, bytes, milliseconds } of this.instructions) {
      const [{ scope, phase }] = parts as [Part];
      const dur = milliseconds * 1000;
      const args = {
        layer: scope ?? DATA,
        ops: parts.map(({ op }) => op).join(" "),
        macs,
        bytes,
        gflops: rate(macs, milliseconds),
      };
      events.push({ name: kernel, cat: phase, ph: "X", pid: 1, tid: 1, ts: at, dur, args });
      const last = spans.at(-1);
      if (last?.name === (scope ?? DATA) && last.cat === phase) last.dur += dur;
      else spans.push({ name: scope ?? DATA, cat: phase, ts: at, dur });
      at += dur;
    }
    for (const span of spans) events.push({ ...span, ph: "X", pid: 1, tid: 2, args: { phase: span.cat } });
    at = 0;
    for (const [part, milliseconds] of Object.entries(this.#facts.compile)) {
      events.push({ name: part, cat: "compile", ph: "X", pid: 1, tid: 3, ts: at, dur: milliseconds * 1000 });
      at += milliseconds * 1000;
    }
    return { displayTimeUnit: "ms", traceEvents: events };
  }
}

type Part = InstructionTime["parts"][number];

/** A part of an instruction's time. */
interface Share extends Part {
  readonly milliseconds: number;
  readonly macs: number;
  readonly bytes: number;
}

/** The ops of an elementwise group take an equal part of its time each. */
function sharesOf({ parts, milliseconds, macs, bytes }: InstructionTime): Share[] {
  const n = parts.length;
  return parts.map((part) => ({ ...part, milliseconds: milliseconds / n, macs: macs / n, bytes: bytes / n }));
}

function grouped<K, T>(list: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

const total = (list: readonly { milliseconds: number }[]): number =>
  list.reduce((sum, { milliseconds }) => sum + milliseconds, 0);

const rate = (macs: number, milliseconds: number): number => (macs > 0 ? (2 * macs) / milliseconds / 1e6 : 0);

function costOf(list: readonly { milliseconds: number; macs: number; bytes: number }[], all: number): Cost {
  const milliseconds = total(list);
  const macs = list.reduce((sum, one) => sum + one.macs, 0);
  const bytes = list.reduce((sum, one) => sum + one.bytes, 0);
  return {
    milliseconds,
    percent: all > 0 ? (100 * milliseconds) / all : 0,
    macs,
    bytes,
    gflops: rate(macs, milliseconds),
  };
}

const ms = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toFixed(4);

function cells({ milliseconds, percent, macs, bytes, gflops }: Cost): string[] {
  return [
    ms(milliseconds),
    percent.toFixed(1),
    macs ? count(Math.round(macs)) : "",
    size(Math.round(bytes)),
    gflops ? gflops.toFixed(1) : "",
  ];
}
