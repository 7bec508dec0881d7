/** Turns of those who want the arena while worker threads run programs and the host's own thread must not wait. */

/** One at a time, in the order of asking. */
export class Gate {
  #busy = false;
  readonly #queue: (() => void)[] = [];
  /** Called when somebody waits for whom is inside. */
  onWait: (() => void) | undefined;

  /** Whether somebody waits. */
  get wanted(): boolean {
    return this.#queue.length > 0;
  }

  /** Resolves when it is the caller's turn, to what ends it. */
  async enter(): Promise<() => void> {
    if (this.#busy) {
      const turn = new Promise<void>((resolve) => this.#queue.push(resolve));
      this.onWait?.();
      await turn;
    }
    this.#busy = true;
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      const next = this.#queue.shift();
      // The next one is inside from here on: nobody may slip in between.
      if (next) next();
      else this.#busy = false;
    };
  }
}
