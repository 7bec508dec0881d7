/** Values on their way from a file into variables: all of them arrive, or none. */
import { engine } from "../backend/engine";
import type { DeviceBuffer } from "../core/device";
import { makeArray, type TypedArray } from "../core/dtypes";
import { FormatError } from "../core/errors";
import { sameShape } from "../core/shapes";
import type { Variable } from "../core/variable";
import type { TargetClass } from "../saving/hdf5/convert";
import type { StoredArray } from "../saving/stored";

interface Item {
  readonly variable: Variable;
  readonly array: StoredArray;
}

/** What is to be set. Values go straight to where the engine keeps them. */
export class Transfer {
  readonly #items: Item[] = [];
  readonly #after: (() => void)[] = [];
  /** What people should know. */
  readonly notes: string[] = [];

  /** Adds a variable and its values. @throws FormatError, calling the file `where`, when they do not fit. */
  add(variable: Variable, array: StoredArray, where: string): void {
    if (!sameShape(array.shape, variable.dims)) {
      throw new FormatError(where, `the weight ${variable.name} has another shape`, {
        expected: `shape [${variable.dims}]`,
        received: `shape [${array.shape}] in ${array.name}`,
      });
    }
    this.#items.push({ variable, array });
  }

  /** Where the values of a variable come from. */
  arrayOf(variable: Variable): StoredArray | undefined {
    return this.#items.find((item) => item.variable === variable)?.array;
  }

  /** Adds what is to happen when all values are there. */
  afterwards(body: () => void): void {
    this.#after.push(body);
  }

  /** Reads all values, then sets them all at once. */
  async run(): Promise<void> {
    const device = engine();
    const made: DeviceBuffer[] = [];
    try {
      for (const { variable, array } of this.#items) {
        const buffer = device.allocate(variable.size * 4, variable.path);
        made.push(buffer);
        const Target = makeArray(variable.dtype, 0).constructor as TargetClass<TypedArray & Float32Array>;
        await array.pour(Target, (values, start) => buffer.write(values, start));
      }
      await device.exclusive(() => {
        for (const { variable } of this.#items) variable.adopt(made.shift()!);
        for (const body of this.#after) body();
      });
    } finally {
      for (const buffer of made) buffer.dispose();
    }
  }
}
