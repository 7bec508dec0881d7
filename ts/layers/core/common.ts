/** What every layer asks of its name and dtype, as Keras does. */
import { ValueError } from "../../core/errors";

/** Dtypes and policies that Keras knows; all of them compute in float32 here. */
const POLICY = /^(mixed_b?float16|b?float16|float(32|64)|u?int(8|16|32|64)|bool|string|\w+_from_\w+)$/;

/** Refuses a name that cannot stand in a weight's path, and a dtype that nobody knows. */
export function checkCommon(className: string, { name, dtype }: { name?: unknown; dtype?: unknown }): void {
  if (name !== undefined && name !== null && (typeof name !== "string" || name.includes("/"))) {
    throw new ValueError(className, "cannot have this name", { expected: "text without a /", received: { name } });
  }
  if (typeof dtype === "number" || (typeof dtype === "string" && !POLICY.test(dtype))) {
    throw new ValueError(className, "has an unknown dtype", {
      expected: 'a dtype such as "float32"',
      received: { dtype },
    });
  }
}
