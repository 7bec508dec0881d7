/** The heap of linear memory: owned by the host, since kernels never allocate. */
import { ALIGN } from "../../assembly/layout";
import { DeviceError } from "../core/errors";

const PAGE = 65536;
/** Kernels may read a little behind the last tensor. */
const SLACK = 256;

/** A free-list allocator over a growing memory: best fit, neighbours joined. */
export class Heap {
  readonly memory: WebAssembly.Memory;
  readonly #limit: number;
  /** Free blocks in order of address. */
  #free: { start: number; bytes: number }[] = [];
  readonly #sizes = new Map<number, number>();
  #end: number;
  #used = 0;
  #peak = 0;
  #floats: Float32Array | undefined;
  #ints: Int32Array | undefined;
  #bytes: Uint8Array | undefined;

  /** @param base The first free byte. @param limit The most bytes the memory may grow to. */
  constructor(memory: WebAssembly.Memory, base: number, limit: number) {
    this.memory = memory;
    this.#limit = limit;
    this.#end = align(base);
  }

  /** Bytes handed out. */
  get used(): number {
    return this.#used;
  }

  /** The most bytes ever handed out at once. */
  get peak(): number {
    return this.#peak;
  }

  /** Bytes of linear memory. */
  get total(): number {
    return this.memory.buffer.byteLength;
  }

  get floats(): Float32Array {
    if (this.#floats?.buffer !== this.memory.buffer) this.#floats = new Float32Array(this.memory.buffer);
    return this.#floats;
  }

  get ints(): Int32Array {
    if (this.#ints?.buffer !== this.memory.buffer) this.#ints = new Int32Array(this.memory.buffer);
    return this.#ints;
  }

  get bytes(): Uint8Array {
    if (this.#bytes?.buffer !== this.memory.buffer) this.#bytes = new Uint8Array(this.memory.buffer);
    return this.#bytes;
  }

  /** Bytes that may still be had, in one block or in several. */
  get room(): number {
    return this.#limit - this.#used;
  }

  /** Address of a new block. @throws DeviceError when memory cannot be had. */
  allocate(size: number, what: string): number {
    const bytes = align(Math.max(size, ALIGN));
    let best = -1;
    for (let i = 0; i < this.#free.length; i++) {
      const block = this.#free[i]!;
      if (block.bytes >= bytes && (best < 0 || block.bytes < this.#free[best]!.bytes)) best = i;
    }
    let start: number;
    if (best >= 0) {
      const block = this.#free[best]!;
      start = block.start;
      if (block.bytes === bytes) this.#free.splice(best, 1);
      else this.#free[best] = { start: start + bytes, bytes: block.bytes - bytes };
    } else {
      start = this.#end;
      const last = this.#free[this.#free.length - 1];
      const joins = last !== undefined && last.start + last.bytes === this.#end;
      if (joins) start = last.start;
      this.#grow(start + bytes, what, size);
      if (joins) this.#free.pop();
      this.#end = start + bytes;
    }
    this.#sizes.set(start, bytes);
    this.#used += bytes;
    this.#peak = Math.max(this.#peak, this.#used);
    return start;
  }

  /** Gives a block back. */
  release(start: number): void {
    const bytes = this.#sizes.get(start);
    if (bytes === undefined) return;
    this.#sizes.delete(start);
    this.#used -= bytes;
    let low = 0;
    let high = this.#free.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#free[middle]!.start < start) low = middle + 1;
      else high = middle;
    }
    this.#free.splice(low, 0, { start, bytes });
    this.#join(low);
    if (low > 0) this.#join(low - 1);
  }

  #join(i: number): void {
    const a = this.#free[i]!;
    const b = this.#free[i + 1];
    if (b && a.start + a.bytes === b.start) {
      a.bytes += b.bytes;
      this.#free.splice(i + 1, 1);
    }
  }

  #grow(end: number, what: string, size: number): void {
    const needed = end + SLACK;
    const have = this.memory.buffer.byteLength;
    if (needed <= have) return;
    const fail = (): never => {
      throw new DeviceError("memory", `${what} needs ${show(size)} that cannot be had`, {
        expected: `at most ${show(this.#limit)} of linear memory in all`,
        received: `${show(this.#used)} in use already`,
        fix: "Use a smaller batch or model, dispose models that are no longer needed, or raise init({ memory })",
      });
    };
    if (needed > this.#limit) fail();
    // A quarter more than needed, so that many small allocations do not grow the memory one by one.
    const wanted = Math.min(this.#limit, Math.max(needed, Math.ceil(have * 1.25)));
    for (const target of [wanted, needed]) {
      try {
        this.memory.grow(Math.ceil((target - have) / PAGE));
        return;
      } catch {
        // Fewer pages may still be had.
      }
    }
    fail();
  }
}

/** Rounded up to what tensors start on. */
export function align(bytes: number): number {
  return Math.ceil(bytes / ALIGN) * ALIGN;
}

/** Bytes of scratch of one thread: whole lines of a cache, so that threads do not write into one line. */
export function stride(scratchBytes: number): number {
  return Math.ceil(align(scratchBytes) / 128) * 128;
}

/** Bytes as people read them. */
export function show(bytes: number): string {
  return bytes >= 2 ** 20 ? `${(bytes / 2 ** 20).toFixed(1)} MB` : `${Math.ceil(bytes / 1024)} KB`;
}
