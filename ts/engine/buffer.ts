/** Blocks of linear memory that something outside the engine holds: variables, data, inputs. */
import type { DeviceBuffer } from "../core/device";
import type { DType, TypedArray } from "../core/dtypes";
import { DeviceError, StateError } from "../core/errors";
import type { WasmDevice } from "./device";
import type { Heap } from "./heap";
import { readValues, writeValues } from "./values";

/** Frees the memory of buffers whose owners were collected. */
const registry = new FinalizationRegistry<{ heap: Heap; address: number }>(({ heap, address }) =>
  heap.release(address),
);

/** A block of linear memory. */
export class WasmBuffer implements DeviceBuffer {
  readonly bytes: number;
  /** The program that wrote it last; undefined after the host did. */
  writer: object | undefined;
  /** How often it was written. */
  version = 0;
  readonly #device: WasmDevice;
  readonly #raw: boolean;
  #address: number;

  constructor(device: WasmDevice, bytes: number, what: string, raw = false) {
    const { heap } = device;
    this.#device = device;
    this.#raw = raw;
    this.bytes = bytes;
    this.#address = heap.allocate(bytes, what);
    registry.register(this, { heap, address: this.#address }, this);
  }

  get address(): number {
    if (this.#address < 0) throw new DeviceError("memory", "a disposed buffer is used");
    return this.#address;
  }

  write(values: TypedArray, start = 0): void {
    const { heap } = this.#device;
    this.#open();
    if (this.#raw) {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      heap.bytes.set(bytes, this.address + start * values.BYTES_PER_ELEMENT);
    } else writeValues(heap, this.address + 4 * start, values);
  }

  copy(from: DeviceBuffer): void {
    const source = (from as WasmBuffer).address;
    this.#open();
    this.#device.heap.bytes.copyWithin(this.address, source, source + this.bytes);
  }

  /** Makes ready for the host to write. */
  #open(): void {
    this.check(true);
    // A run that stands inside a step may need what was here.
    this.#device.active?.settle();
    this.writer = undefined;
    this.version++;
  }

  read(dtype: DType, length: number): TypedArray {
    const { heap, active } = this.#device;
    this.check(false);
    // A run that stands inside a step may have changed half of it.
    active?.settle();
    return readValues(heap, this.address, dtype, length);
  }

  /** @throws StateError while worker threads run a program that writes the buffer, or reads what is to be written. */
  check(writes: boolean): void {
    const { flight } = this.#device;
    if (!(writes ? flight?.used : flight?.written)?.has(this)) return;
    throw new StateError("keratin", "these values are in use: worker threads are in the middle of a step", {
      fix: "Wait for them: await tensor.data(), await model.save(), or read them in a callback between steps",
    });
  }

  dispose(): void {
    if (this.#address < 0) return;
    registry.unregister(this);
    this.#device.heap.release(this.#address);
    this.#address = -1;
  }
}
