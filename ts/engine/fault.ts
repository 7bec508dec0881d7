/** What a program that stopped reports. */
import { STATE_FAILED_PC, STATE_VALUE, STATUS_BAD_INDEX } from "../../assembly/layout";
import { DeviceError, KeratinError, ValueError } from "../core/errors";
import type { Mark } from "./encode";

/** The error of a program that stopped with a status; `state` are the words of its run. */
export function faultOf(marks: readonly Mark[], state: Int32Array, status: number): Error {
  const mark = marks.find(({ word }) => word === state[STATE_FAILED_PC]);
  const [part] = mark?.parts ?? [];
  const name = part?.op ?? "program";
  const where = part?.scope ?? name;
  if (status === STATUS_BAD_INDEX) {
    const legal = mark?.legal ?? "an index inside the tensor";
    return new ValueError(where, `an index or label is out of range${where === name ? "" : ` in ${name}`}`, {
      expected: typeof legal === "string" ? legal : `whole numbers from 0 to ${legal - 1}`,
      received: `${state[STATE_VALUE]}`,
      fix: "Check the labels or indices",
    });
  }
  if (status > STATUS_BAD_INDEX) return new DeviceError(where, `internal: the program stopped with status ${status}`);
  return new KeratinError(where, `internal: unknown status ${status}`);
}
