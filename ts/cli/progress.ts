/** How far reading is, on one line of the terminal: for what takes longer than a second. */

import { size } from "../core/table";
import { errorsAreTerminal, writeError } from "../platform/output";

const WAIT = 1000;
const EVERY = 100;

/** A line that shows progress and goes again. */
export function progressLine(): {
  show: (progress: { loaded: number; total: number | undefined }) => void;
  clear: () => void;
} {
  const began = performance.now();
  let last = 0;
  return {
    show({ loaded, total }) {
      const now = performance.now();
      if (!errorsAreTerminal() || now - began < WAIT || now - last < EVERY) return;
      last = now;
      const part = total ? ` of ${size(total)}, ${Math.floor((100 * loaded) / total)} %` : "";
      writeError(`\r\x1b[K${size(loaded)}${part}`);
    },
    clear() {
      if (last) writeError("\r\x1b[K");
    },
  };
}
