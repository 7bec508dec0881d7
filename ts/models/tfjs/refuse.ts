/** What TensorFlow.js cannot express. */
import { ValueError } from "../../core/errors";

/** Refuses a layer. @throws ValueError that names it. */
export function refuse(layer: string, reason: string, fix?: string): never {
  throw new ValueError(layer, `cannot be written for TensorFlow.js: ${reason}`, fix === undefined ? {} : { fix });
}
