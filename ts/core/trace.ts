/** A trace: what the body of a model or function does while its graph is made. */
import { StateError } from "./errors";
import type { Tensor } from "./tensor";
import type { Variable } from "./variable";

/** Reads, side effects and losses of one program, in order. */
export class Trace {
  readonly training: boolean;
  /** Whether nothing but the shapes of what comes out is asked for. */
  readonly shapesOnly: boolean;
  /** The number of this call, for random draws: an int32 scalar. */
  call: Tensor | undefined;
  /** Loss terms that layers added. */
  readonly losses: Tensor[] = [];
  /** In-place updates: nodes of ops that write. */
  readonly updates: Tensor[] = [];
  readonly #values = new Map<Variable, Tensor>();
  readonly #assigned = new Map<Variable, Tensor>();
  readonly #updated = new Set<Variable>();
  readonly #draws = new Map<number, number>();

  constructor(options: { training?: boolean; shapesOnly?: boolean; call?: Tensor } = {}) {
    this.training = options.training ?? false;
    this.shapesOnly = options.shapesOnly ?? false;
    this.call = options.call;
  }

  /** New values of variables: side effects of the program. */
  get assigned(): ReadonlyMap<Variable, Tensor> {
    return this.#assigned;
  }

  /** The variable's value at this point of the trace. */
  read(variable: Variable, make: () => Tensor): Tensor {
    if (this.#updated.has(variable)) {
      throw new StateError(variable.path, "is read after its in-place update in the same program");
    }
    let value = this.#values.get(variable);
    if (!value) this.#values.set(variable, (value = make()));
    return value;
  }

  /** Runs `body` with another value of a variable that was read before; its own value stays. */
  withValue<T>(variable: Variable, value: Tensor, body: () => T): T {
    const own = this.#values.get(variable);
    this.#values.set(variable, value);
    try {
      return body();
    } finally {
      if (own) this.#values.set(variable, own);
      else this.#values.delete(variable);
    }
  }

  assign(variable: Variable, value: Tensor): void {
    this.#values.set(variable, value);
    this.#assigned.set(variable, value);
  }

  /** Notes a node that changes variables in place. */
  update(node: Tensor, variables: readonly Variable[]): void {
    for (const variable of variables) {
      if (this.#assigned.has(variable)) throw new StateError(variable.path, "is assigned and updated in one program");
      this.#updated.add(variable);
    }
    this.updates.push(node);
  }

  /** How often this seed drew in this trace: each draw of one call gets numbers of its own. */
  nextDraw(seed: number): number {
    const n = this.#draws.get(seed) ?? 0;
    this.#draws.set(seed, n + 1);
    return n;
  }
}

const stack: Trace[] = [];

/** The innermost trace, if one is running. */
export function currentTrace(): Trace | undefined {
  return stack[stack.length - 1];
}

/** Runs `body` inside a trace. */
export function withTrace<T>(trace: Trace, body: () => T): T {
  stack.push(trace);
  try {
    return body();
  } finally {
    stack.pop();
  }
}

/** What a part of a program is for. */
export type Phase = "forward" | "backward" | "update";

/** Where a node comes from, for error messages and the profiler. */
export interface Place {
  /** The layer that is being called. */
  readonly scope: string | undefined;
  readonly phase: Phase;
}

let place: Place = { scope: undefined, phase: "forward" };

/** Where nodes are made now. */
export function currentPlace(): Place {
  return place;
}

/** Runs `body` as if it stood elsewhere. */
export function withPlace<T>(other: Place, body: () => T): T {
  const before = place;
  place = other;
  try {
    return body();
  } finally {
    place = before;
  }
}

/** Runs `body` under the name of a layer. */
export function withScope<T>(scope: string, body: () => T): T {
  return withPlace({ scope, phase: place.phase }, body);
}

/** Runs `body` as if no trace were running: what makes a weight's first value is no part of a program. */
export function outsideTrace<T>(body: () => T): T {
  const kept = stack.splice(0);
  try {
    return body();
  } finally {
    stack.push(...kept);
  }
}
