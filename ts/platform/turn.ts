/** Turns of the event loop. */

/** How long a program may run before the event loop turns: 8 ms on a page's main thread, else 50. */
export function sliceMilliseconds(): number {
  return typeof (globalThis as { document?: unknown }).document === "undefined" ? 50 : 8;
}

/** Resolves after other tasks had their turn. */
export function nextTurn(): Promise<void> {
  const immediate = (globalThis as { setImmediate?: (run: () => void) => void }).setImmediate;
  if (immediate) return new Promise((resolve) => immediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
