/** Turns of the event loop. */

/** When the event loop last turned, as far as it was waited for here. */
let turned = 0;

/** Lets the event loop turn if this thread has been busy for a slice. */
export async function turnIfDue(): Promise<void> {
  if (performance.now() - turned > sliceMilliseconds()) await nextTurn();
}

/** How long a program may run before the event loop turns: 8 ms on a page's main thread, else 50. */
export function sliceMilliseconds(): number {
  return typeof (globalThis as { document?: unknown }).document === "undefined" ? 50 : 8;
}

/** A frame that has not come after so many milliseconds is late. */
const LATE = 16;

interface Page {
  document?: { hidden: boolean };
  requestAnimationFrame?: (run: () => void) => void;
}

/** When the frame that is waited for was asked for. */
let asked: number | undefined;

/** Whether a page that is seen waits for its next frame too long. */
function isLate(): boolean {
  const { document, requestAnimationFrame } = globalThis as Page;
  if (!document || document.hidden || !requestAnimationFrame) return false;
  if (asked !== undefined) return performance.now() - asked > LATE;
  asked = performance.now();
  requestAnimationFrame(() => {
    asked = undefined;
  });
  return false;
}

/**
 * Resolves after other tasks had their turn. Firefox draws 14 frames a second while a task of ours is always waiting:
 * a page whose frame is late gets a moment without one.
 */
export async function nextTurn(): Promise<void> {
  await otherTasks();
  turned = performance.now();
}

function otherTasks(): Promise<void> {
  const immediate = (globalThis as { setImmediate?: (run: () => void) => void }).setImmediate;
  if (immediate) return new Promise((resolve) => immediate(resolve));
  if (isLate()) return new Promise((resolve) => setTimeout(resolve, 1));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
