/** Parts of the library that the build puts into files of their own: each loads once, when it is first needed. */
import { DeviceError } from "../core/errors";

const parts = new Map<string, Promise<unknown>>();

/** The part of a file, by what imports it. A part that could not be loaded is tried again by the next call. */
export function loadPart<T>(file: string, load: () => Promise<T>): Promise<T> {
  let part = parts.get(file) as Promise<T> | undefined;
  if (!part) {
    part = load().catch((cause) => {
      parts.delete(file);
      throw new DeviceError("keratin", `${file} cannot be loaded (${(cause as Error).message})`, {
        expected: `${file} beside the main module`,
        cause,
      });
    });
    parts.set(file, part);
  }
  return part;
}
