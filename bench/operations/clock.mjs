// Milliseconds of some runs of one side.
export async function stretch(side, repeats) {
  if (side.stretch) return side.stretch(repeats);
  const begin = performance.now();
  for (let i = 0; i < repeats; i++) {
    const result = side.run();
    if (result instanceof Promise) await result;
  }
  return performance.now() - begin;
}
