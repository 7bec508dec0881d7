/** Rows on the device: all of them at once, or window by window in the order they are asked for. */
import type { Device, DeviceBuffer } from "../core/device";
import { bytesOf, type TypedArray } from "../core/dtypes";
import { sizeOf } from "../core/shapes";
import type { Batch, Rows } from "./data";
import { feedsOf } from "./programs";

/** Data that a program reads steps from. */
export interface Source {
  readonly batch: Batch;
  /** Sets the order in which rows come. */
  order(rows: Int32Array): void;
  /** Buffers and first step for as many of the next steps as are on the device, at most `steps`. */
  window(firstRow: number, size: number, steps: number): { feeds: DeviceBuffer[]; from: number; steps: number };
  dispose(): void;
}

/** Puts a batch on the device whole when it takes at most `limit` bytes, else streams it. */
export function openSource(device: Device, batch: Batch, limit: number): Source {
  return bytesOfBatch(batch) <= limit ? new WholeSource(device, batch) : new WindowSource(device, batch, limit);
}

function bytesOfBatch(batch: Batch): number {
  return [...batch.x, ...batch.y, ...batch.weights].reduce(
    (sum, rows) => sum + (rows ? rows.values.length * bytesOf(rows.dtype) : 0),
    0,
  );
}

/** All rows are on the device; the order is a list of their numbers. */
class WholeSource implements Source {
  readonly batch: Batch;
  readonly #order: DeviceBuffer;
  readonly #tail: DeviceBuffer;
  readonly #data: DeviceBuffer[] = [];
  #rows: Int32Array = new Int32Array(0);

  constructor(device: Device, batch: Batch) {
    this.batch = batch;
    this.#order = device.allocate(Math.max(1, batch.count) * 4);
    this.#tail = device.allocate(Math.max(1, batch.count) * 4);
    try {
      feedsOf(batch, (rows) => {
        const buffer = device.upload(rows.values);
        this.#data.push(buffer);
        return buffer;
      });
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  order(rows: Int32Array): void {
    this.#rows = rows;
    this.#order.write(rows);
  }

  window(firstRow: number, size: number, steps: number): { feeds: DeviceBuffer[]; from: number; steps: number } {
    if (firstRow % size === 0) return { feeds: [this.#order, ...this.#data], from: firstRow / size, steps };
    // A last, smaller batch does not start on a multiple of its own size.
    this.#tail.write(this.#rows.subarray(firstRow, firstRow + size * steps));
    return { feeds: [this.#tail, ...this.#data], from: 0, steps };
  }

  dispose(): void {
    for (const buffer of [this.#order, this.#tail, ...this.#data]) buffer.dispose();
  }
}

/** Rows are copied window by window, in the order they are needed. */
class WindowSource implements Source {
  readonly batch: Batch;
  readonly #device: Device;
  readonly #windowRows: number;
  #rows: Int32Array = new Int32Array(0);
  #feeds: DeviceBuffer[] = [];

  constructor(device: Device, batch: Batch, limit: number) {
    this.batch = batch;
    this.#device = device;
    this.#windowRows = Math.max(1, Math.floor(limit / Math.max(1, bytesOfBatch(batch) / Math.max(1, batch.count))));
  }

  order(rows: Int32Array): void {
    this.#rows = rows;
  }

  window(firstRow: number, size: number, steps: number): { feeds: DeviceBuffer[]; from: number; steps: number } {
    const taken = Math.min(steps, Math.max(1, Math.floor(this.#windowRows / size)));
    const rows = this.#rows.subarray(firstRow, firstRow + taken * size);
    this.#free();
    const order = this.#device.allocate(rows.length * 4);
    this.#feeds.push(order);
    order.write(Int32Array.from(rows, (_, i) => i));
    feedsOf(this.batch, (data) => {
      const buffer = this.#device.upload(pick(data, rows));
      this.#feeds.push(buffer);
      return buffer;
    });
    return { feeds: this.#feeds, from: 0, steps: taken };
  }

  #free(): void {
    for (const buffer of this.#feeds) buffer.dispose();
    this.#feeds = [];
  }

  dispose(): void {
    this.#free();
  }
}

function pick(data: Rows, rows: Int32Array): TypedArray {
  const size = sizeOf(data.row);
  const out = new (data.values.constructor as new (length: number) => TypedArray)(rows.length * size);
  rows.forEach((row, i) => {
    out.set(data.values.subarray(row * size, (row + 1) * size) as never, i * size);
  });
  return out;
}
