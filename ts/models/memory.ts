/** What a model takes in memory. */
import type { Model } from "./model";

/** Bytes, as planned before anything runs. */
export interface MemoryReport {
  weights: number;
  /** Optimizer state. */
  slots: number;
  /** Intermediate values: the largest of the model's programs, since they take turns. */
  arena: number;
  /** What intermediate values would take without sharing. */
  unshared: number;
  /** Programs and their constants. */
  programs: number;
  /** Copies of what training writes, outside linear memory: what is gone back to when a thread is lost. */
  snapshot: number;
}

/** Bytes of a model's weights, slots, programs and intermediate values. */
export function memoryOf(model: Model): MemoryReport {
  const bytes = (list: readonly { size: number }[]): number =>
    list.reduce((sum, variable) => sum + variable.size * 4, 0);
  const programs = model.programs.all.map(({ program }) => program.memory);
  return {
    weights: bytes(model.weights),
    slots: model.compiled ? bytes(model.compiled.optimizer.variables) : 0,
    arena: Math.max(0, ...programs.map((memory) => memory.arena)),
    unshared: Math.max(0, ...programs.map((memory) => memory.unshared)),
    programs: programs.reduce((sum, memory) => sum + memory.code + memory.constants, 0),
    snapshot: programs.reduce((sum, memory) => sum + memory.snapshot, 0),
  };
}
