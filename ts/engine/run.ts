/** One run of a program: some steps, now or in pieces. */
import type { Run } from "../core/device";
import type { TypedArray } from "../core/dtypes";
import { nextTurn } from "../platform/turn";
import type { WasmDevice } from "./device";
import type { Block, WasmProgram } from "./program";

/** A run of a program of the WebAssembly device. */
export class WasmRun implements Run {
  readonly #device: WasmDevice;
  readonly #program: WasmProgram;
  readonly #block: Block;
  readonly #from: number;
  readonly #total: number;
  readonly #ended: () => void;
  #done: boolean;
  /** Nothing has run yet: an epoch begins. */
  #fresh = true;
  /** Steps of a run that was given up. */
  #cancelled: number | undefined;
  /** Outputs, kept because another program may take the arena over. */
  #kept: TypedArray[] | undefined;

  constructor(device: WasmDevice, program: WasmProgram, block: Block, from: number, total: number, ended: () => void) {
    this.#device = device;
    this.#program = program;
    this.#block = block;
    this.#from = from;
    this.#total = total;
    this.#ended = ended;
    this.#done = false;
    if (total === 0) this.#end();
  }

  /** Whether it cannot go on. */
  get done(): boolean {
    return this.#done;
  }

  get steps(): number {
    if (this.#cancelled !== undefined) return this.#cancelled;
    return this.#done ? this.#total : this.#position().step - this.#from;
  }

  get inside(): boolean {
    return !this.#done && this.#position().inside;
  }

  resume(milliseconds: number, toStep = false): boolean {
    if (this.#done) return true;
    this.#program.hold(this, true);
    let [holds, failed] = [false, true];
    try {
      const done = this.#program.spend(this.#block, milliseconds, this.#begins(), toStep);
      holds = !done && this.#position().inside;
      failed = false;
      if (done) this.#end();
    } finally {
      this.#program.hold(this, holds);
      if (failed) this.#end();
    }
    return this.#done;
  }

  async advance(milliseconds: number, toStep = false): Promise<boolean> {
    const leave = this.#device.threads.awaits ? await this.#device.gate.enter() : undefined;
    try {
      await this.#others(milliseconds);
      if (this.#done) return true;
      const flight = this.#program.spendAside(this.#block, milliseconds, () => this.#begins());
      if (!flight) this.resume(milliseconds, toStep);
      else if (await flight) this.#end();
      // Before whoever waits for this sees it, another program may run.
      if (this.#done) this.#kept ??= this.#program.outputs(this.#block);
    } catch (error) {
      this.#end();
      throw error;
    } finally {
      leave?.();
    }
    return this.#done;
  }

  /** Lets another run that stands inside a step go to its end, in slices too. */
  async #others(milliseconds: number): Promise<void> {
    for (;;) {
      const other = this.#device.active;
      if (!other || other === this) return;
      other.resume(milliseconds, true);
      if (this.#device.active === other) await nextTurn();
    }
  }

  settle(): void {
    try {
      if (!this.#done && this.#position().inside) {
        this.#program.finishStep(this.#block);
        if (this.#position().step === this.#from + this.#total) this.#kept = this.#program.outputs(this.#block);
      }
    } catch {
      // The step begins anew at the next `resume`, which reports the fault to whom it belongs.
    } finally {
      this.#program.hold(this, false);
    }
  }

  cancel(): void {
    if (this.#done) return;
    this.settle();
    this.#cancelled = this.#position().step - this.#from;
    this.#end();
  }

  output(index: number): TypedArray {
    return this.#kept ? this.#kept[index]! : this.#program.output(index, this.#block);
  }

  /** Whether an epoch begins with this call. */
  #begins(): boolean {
    const begins = this.#fresh && this.#from === 0;
    this.#fresh = false;
    return begins;
  }

  #position(): { step: number; inside: boolean } {
    return this.#program.position(this.#block);
  }

  #end(): void {
    if (this.#done) return;
    this.#done = true;
    this.#ended();
  }
}
