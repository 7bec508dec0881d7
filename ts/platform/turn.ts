/** Turns of the event loop. */

/** How long a program may run before the event loop turns: 8 ms on a page's main thread, else 50. */
export function sliceMilliseconds(): number {
  return typeof (globalThis as { document?: unknown }).document === "undefined" ? 50 : 8;
}

/** Milliseconds of one frame of a page. */
const FRAME = 16;

/** When a page last had a moment without a task of ours. */
let lastPause = 0;

/** Whether this is the main thread of a page that is seen. A hidden one has slow timers, and draws nothing. */
function draws(): boolean {
  return (globalThis as { document?: { hidden?: boolean } }).document?.hidden === false;
}

/**
 * Resolves after other tasks had their turn. A page that is seen gets a moment with no task waiting once a frame:
 * Firefox draws only then, and few frames otherwise.
 */
export function nextTurn(): Promise<void> {
  const immediate = (globalThis as { setImmediate?: (run: () => void) => void }).setImmediate;
  if (immediate) return new Promise((resolve) => immediate(resolve));
  if (draws() && performance.now() - lastPause > FRAME) {
    return new Promise((resolve) => {
      setTimeout(() => {
        lastPause = performance.now();
        resolve();
      }, 1);
    });
  }
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
