/** What the conformance page measured, and what it must keep. */

const LONGEST_TASK = 50;
const FRAMES = 30;
const CANCEL = 200;
/** A slice is made for 8 ms; the instruction at hand is finished, and the page draws. */
const SLICE = 16;

const round = (value) => Math.round(value * 10) / 10;

/** The figures of a report in milliseconds, and as a line. */
export function figuresOf({ isolated, info, fps, longestTask, gaps, cancel }) {
  const slices = isolated ? undefined : { median: round(gaps.median), p95: round(gaps.p95) };
  const figures = {
    threads: info.threads,
    isolated,
    fps: round(fps),
    longestTask: round(longestTask),
    ...(slices && { slices }),
    cancel: { signal: round(cancel.signal), stopTraining: round(cancel.stopTraining) },
  };
  const text = [
    `${figures.fps} frames a second`,
    `longest task ${figures.longestTask} ms`,
    ...(slices ? [`slices: median ${slices.median} ms, 95 % up to ${slices.p95} ms`] : []),
    `cancelled by a signal in ${figures.cancel.signal} ms, by stopTraining in ${figures.cancel.stopTraining} ms`,
  ].join("; ");
  return { ...figures, text };
}

/** What a report does not keep; empty when all is well. */
export function problemsOf({ isolated, fps, longestTask, gaps, cancel }) {
  const over = (name, value, limit) => (value <= limit ? [] : [`${name} is ${round(value)} ms, more than ${limit}`]);
  return [
    ...(fps >= FRAMES ? [] : [`${round(fps)} frames a second, less than ${FRAMES}`]),
    ...(isolated ? over("the longest task", longestTask, LONGEST_TASK) : []),
    ...over("cancelling by a signal", cancel.signal, CANCEL),
    ...over("cancelling by stopTraining", cancel.stopTraining, CANCEL),
    ...(isolated ? [] : over("the median slice", gaps.median, SLICE)),
  ];
}
