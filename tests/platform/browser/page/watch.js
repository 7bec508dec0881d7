/** Watches the main thread: how long it is not free, and how many frames it draws. */

/** Calls `beat` again and again, each time in a task of its own; gives what ends it. */
function pulse(beat) {
  const { port1, port2 } = new MessageChannel();
  let running = true;
  let last = performance.now();
  port1.onmessage = () => {
    if (!running) return port1.close();
    beat();
    const now = performance.now();
    // A message comes right after the task before it, but a stream of them leaves a free thread no rest.
    if (now - last > 1) port2.postMessage(0);
    else setTimeout(() => port2.postMessage(0), 1);
    last = now;
  };
  port2.postMessage(0);
  return () => {
    running = false;
  };
}

const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

/** Watches until `stop` is called, which gives the figures in milliseconds. `onFrame` gets the longest gap of each frame. */
export function watch(onFrame) {
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
  });
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
        /** Tasks over 50 ms as the browser saw them, and when; undefined where it does not tell. */
        longTasks: observed ? tasks.map(({ startTime, duration }) => ({ at: startTime - began, duration })) : undefined,
        longestTask: Math.max(at(sorted, 1), ...tasks.map(({ duration }) => duration)),
      };
    },
  };
}
