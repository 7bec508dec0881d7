/** Watches the main thread: how long it is not free, and how many frames it draws. */

/** Calls `beat` again and again, each time in a task of its own; gives what ends it. */
function pulse(beat, busy) {
  let running = true;
  if (busy) {
    // Messages come right after one another: each gap is one task of somebody else.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      if (!running) return port1.close();
      beat();
      port2.postMessage(0);
    };
    port2.postMessage(0);
  } else {
    // Timers leave the thread idle, and its core to the workers.
    const next = () => {
      if (!running) return;
      beat();
      setTimeout(next, 0);
    };
    next();
  }
  return () => {
    running = false;
  };
}

const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

/**
 * Watches until `stop` is called, which gives the figures in milliseconds.
 * @param {{ busy: boolean, onFrame?: (longestGap: number) => void }} options `busy`: work runs on this thread too, in
 *   slices, and each is measured.
 */
export function watch({ busy, onFrame }) {
  const began = performance.now();
  const gaps = [];
  const tasks = [];
  let last = began;
  let inFrame = 0;
  let frames = 0;
  let running = true;
  const endPulse = pulse(() => {
    const now = performance.now();
    gaps.push(now - last);
    inFrame = Math.max(inFrame, now - last);
    last = now;
  }, busy);
  const frame = () => {
    if (!running) return;
    frames++;
    onFrame?.(inFrame);
    inFrame = 0;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const observed = globalThis.PerformanceObserver?.supportedEntryTypes?.includes("longtask") ?? false;
  const observer = observed && new PerformanceObserver((list) => tasks.push(...list.getEntries()));
  if (observer) observer.observe({ entryTypes: ["longtask"] });
  return {
    stop() {
      running = false;
      endPulse();
      const seconds = (performance.now() - began) / 1000;
      if (observer) tasks.push(...observer.takeRecords());
      if (observer) observer.disconnect();
      const sorted = gaps.sort((a, b) => a - b);
      return {
        seconds,
        fps: frames / seconds,
        gaps: { count: sorted.length, median: at(sorted, 0.5), p95: at(sorted, 0.95), longest: at(sorted, 1) },
        /** Tasks over 50 ms as the browser saw them; undefined where it does not tell. */
        longTasks: observed ? tasks.map(({ duration }) => duration) : undefined,
        longestTask: Math.max(at(sorted, 1), ...tasks.map(({ duration }) => duration)),
      };
    },
  };
}
