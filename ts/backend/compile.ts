/** From a graph to a program, by way of the compiler, with a cache of programs by structure. */
import type { DeviceBuffer, Program, ProgramMemory, Run } from "../core/device";
import { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import { type Graph, rewrite, rootsOf } from "../graph/graph";
import { optimize } from "../graph/optimize";
import { schedule } from "../graph/schedule";
import { attributeKey, nodesBehind } from "../graph/walk";
import { nextTurn, sliceMilliseconds, turnIfDue } from "../platform/turn";
import { engine, passesOff } from "./engine";

/** Milliseconds of the parts of the compiler. */
export interface CompileTimes {
  passes: number;
  schedule: number;
  encode: number;
}

/** A program with what the compiler did. */
export interface Compiled {
  program: Program;
  /** Changes by pass. */
  report: ReadonlyMap<string, number>;
}

/** Compiles a graph. `inputs` are the leaves bound at run time. */
export function compileGraph(graph: Graph, inputs: readonly Tensor[]): Compiled {
  const report = new Map<string, number>();
  const off = passesOff();
  const program = engine().compile(schedule(optimize(graph, off, report), inputs, off));
  return { program, report };
}

/** As `compileGraph`, with turns of the event loop between its parts. */
export async function compileGraphSlowly(
  graph: Graph,
  inputs: readonly Tensor[],
): Promise<Compiled & { times: CompileTimes }> {
  const report = new Map<string, number>();
  const off = passesOff();
  const [optimized, passes] = timed(() => optimize(graph, off, report));
  await turnIfDue();
  const [scheduled, own] = timed(() => schedule(optimized, inputs, off));
  await turnIfDue();
  const [program, encode] = timed(() => engine().compile(scheduled));
  return { program, report, times: { passes, schedule: own, encode } };
}

/** The memory that the program of a graph would take. */
export function planGraph(graph: Graph, inputs: readonly Tensor[]): ProgramMemory {
  const off = passesOff();
  return engine().plan(schedule(optimize(graph, off, new Map()), inputs, off));
}

/** What a function gives, and its milliseconds. */
export function timed<T>(body: () => T): [result: T, milliseconds: number] {
  const before = performance.now();
  const result = body();
  return [result, performance.now() - before];
}

/** Bytes of programs kept for graphs that come again. */
const CACHE_BYTES = 32 * 2 ** 20;
const CACHE_ENTRIES = 512;

interface Cached extends Compiled {
  bytes: number;
}

const cache = new Map<string, Cached>();
let cachedBytes = 0;

/** Forgets all cached programs. */
export function clearPrograms(): void {
  for (const { program } of cache.values()) program.dispose();
  cache.clear();
  cachedBytes = 0;
}

/** Runs a small graph at once and gives its outputs their values. Equal structures share a program. */
export function evaluateGraph(outputs: readonly Tensor[]): void {
  if (outputs.length === 0) return;
  const { run, free } = begin(outputs, false);
  try {
    run.resume(Number.POSITIVE_INFINITY);
    settle(outputs, run);
  } finally {
    free();
  }
}

/** As `evaluateGraph`, on threads of the device where the calling thread must not wait for them. */
export async function evaluateGraphAsync(outputs: readonly Tensor[]): Promise<void> {
  if (outputs.length === 0) return;
  const { run, free } = await engine().exclusive(() => begin(outputs, true));
  try {
    while (!(await run.advance(sliceMilliseconds()))) await nextTurn();
    settle(outputs, run);
  } finally {
    free();
  }
}

function settle(outputs: readonly Tensor[], run: Run): void {
  const values = outputs.map((_, index) => run.output(index));
  outputs.forEach((output, index) => {
    // It may have been read at once meanwhile.
    if (!output.value) output.settle(values[index]!);
  });
}

/** Starts the program of a graph, with values as they are now. `later`: variables may change before it ends. */
function begin(outputs: readonly Tensor[], later: boolean): { run: Run; free: () => void } {
  const graph: Graph = { outputs, updates: [], assigns: new Map() };
  const nodes = nodesBehind(rootsOf(graph));
  // Variables are bound like values, so that a program serves all variables of a shape and keeps none alive.
  const leaves = nodes.filter((node) => (node.value ? !isSmall(node) : node.source.kind === "variable"));
  const { program } = programOf(graph, nodes, leaves);
  const device = engine();
  const feeds: DeviceBuffer[] = [];
  const own: DeviceBuffer[] = [];
  const free = (): void => {
    for (const buffer of own) buffer.dispose();
  };
  try {
    for (const leaf of leaves) {
      const variable = leaf.value || leaf.source.kind !== "variable" ? undefined : leaf.source.variable;
      if (variable && !later) {
        feeds.push(placed(variable));
        continue;
      }
      const buffer = device.allocate(leaf.size * 4);
      own.push(buffer);
      feeds.push(buffer);
      buffer.write(leaf.value ?? variable!.read());
    }
    return { run: program.start(feeds, 1), free };
  } catch (error) {
    free();
    throw error;
  }
}

/** The program of a graph: the same for all graphs of its structure. */
function programOf(graph: Graph, nodes: readonly Tensor[], leaves: readonly Tensor[]): Compiled {
  const key = structureOf(nodes, graph.outputs);
  let entry = cache.get(key);
  if (entry) {
    cache.delete(key);
    cache.set(key, entry);
    return entry;
  }
  const held = placeholders(leaves);
  const inputs = leaves.map((leaf) => held.get(leaf) ?? leaf);
  const compiled = compileGraph(
    rewrite(graph, () => undefined, new Set(), held),
    inputs,
  );
  const { code, constants } = compiled.program.memory;
  entry = { ...compiled, bytes: code + constants };
  cache.set(key, entry);
  cachedBytes += entry.bytes;
  for (const [old, dropped] of cache) {
    if ((cachedBytes <= CACHE_BYTES && cache.size <= CACHE_ENTRIES) || old === key) break;
    cache.delete(old);
    cachedBytes -= dropped.bytes;
    dropped.program.dispose();
  }
  return entry;
}

/** Inputs without values in place of bound scalars: no pass may count on what another run brings there. */
function placeholders(leaves: readonly Tensor[]): ReadonlyMap<Tensor, Tensor> {
  const scalars = leaves.filter((leaf) => leaf.value && leaf.rank === 0);
  return new Map(scalars.map((x) => [x, new Tensor([], x.dtype, { kind: "input", name: "scalar" })]));
}

/** The buffer of a variable, which gets one if it has none. */
function placed(variable: Variable): DeviceBuffer {
  if (!variable.buffer) variable.place(engine().allocate(variable.size * 4));
  return variable.buffer!;
}

/** Scalars are part of a program's structure; other values, and the numbers of random draws, are bound when it runs. */
function isSmall(node: Tensor): boolean {
  return node.rank === 0 && node.dtype !== "int32";
}

/** A text that is equal for graphs of equal structure; variables count by their type. */
function structureOf(nodes: readonly Tensor[], outputs: readonly Tensor[]): string {
  const number = new Map<Tensor, number>();
  const parts: string[] = [];
  nodes.forEach((node, index) => {
    number.set(node, index);
    const type = `${node.dtype}[${node.shape}]`;
    const source = node.source;
    if (node.value) parts.push(isSmall(node) ? `${type}=${Object.is(node.value[0], -0) ? "-0" : node.value[0]}` : type);
    else if (source.kind === "op") {
      const inputs = source.inputs.map((input) => number.get(input)).join(",");
      parts.push(`${source.op.name}(${inputs})${attributeKey(source.attributes)}${type}`);
    } else parts.push(`${source.kind}:${type}`);
  });
  return `${parts.join(";")}>${outputs.map((output) => number.get(output)).join(",")}`;
}
