// The figures of operations in words.

const digits = (x) => (x < 100 ? x.toPrecision(3) : x.toFixed(0));
const WORST = 15;

/** A line for one operation: the first library's time, its rate and share of what is attainable, then the others. */
export function line({ name, flops, bytes, attainable, figures }, width) {
  const [ours, ...peers] = figures;
  const start = name.padEnd(width);
  if (ours.error) return `${start}  cannot: ${ours.error}`;
  const rate = flops ? `${digits(flops / ours.best / 1e6)} GFLOP/s` : `${digits(bytes / ours.best / 1e6)} GB/s`;
  const share = `${((100 * attainable.milliseconds) / ours.best).toFixed(0)} %`;
  const others = peers.map((peer) => {
    if (peer.error) return `${peer.library} cannot`;
    return `${peer.library} x${digits(peer.best / ours.best)}`;
  });
  const bound = attainable.bound === "memory" ? "m" : "c";
  return `${start}  ${`${digits(ours.best)} ms`.padStart(9)} (${digits(ours.median)})  ${rate.padStart(13)}  ${share.padStart(5)} ${bound}  ${others.join("  ")}`;
}

/** Geometric means of the ratios to each peer, group by group. */
function ratios(results) {
  const found = new Map();
  for (const { group, figures } of results) {
    const [ours, ...peers] = figures;
    for (const { library, best } of peers) {
      if (!best || !ours.best) continue;
      const key = `${group}, ${library}`;
      found.set(key, [...(found.get(key) ?? []), Math.log(best / ours.best)]);
    }
  }
  return [...found].map(([key, logs]) => {
    const mean = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
    return `${key}: x${digits(mean)} (geometric mean of ${logs.length})`;
  });
}

/** Milliseconds of all convolutions of a network, each as often as the network has it, where all were measured. */
function networks(results) {
  const sums = new Map();
  for (const { net, count, what, figures } of results) {
    if (!net) continue;
    for (const { library, best } of figures) {
      const key = `${net}, ${what}, ${library}`;
      sums.set(key, (sums.get(key) ?? 0) + (best ? best * count : Number.NaN));
    }
  }
  return [...sums].filter(([, sum]) => sum > 0).map(([key, sum]) => `${key}: ${digits(sum)} ms in all`);
}

/** Why libraries could not, each reason once, with one of the operations. */
function reasons(results) {
  const found = new Map();
  for (const { name, figures } of results) {
    for (const { library, error } of figures) {
      const text = `${library} cannot: ${error}`;
      if (error) found.set(text, [...(found.get(text) ?? []), name]);
    }
  }
  return [...found].map(
    ([text, [first, ...more]]) => `${text} (${first}${more.length ? ` and ${more.length} more` : ""})`,
  );
}

/** What the operations come to, and which of ours are furthest from what is attainable; `whole`: no layer was left out. */
export function summary(results, whole) {
  const share = ({ attainable, figures: [ours] }) => attainable.milliseconds / ours.best;
  const measured = results.filter(({ figures: [ours] }) => ours.best);
  const worst = measured.toSorted((a, b) => share(a) - share(b)).slice(0, WORST);
  return [
    "",
    ...ratios(results),
    ...(whole ? networks(results) : []),
    ...reasons(results),
    "",
    "furthest from what is attainable:",
    ...worst.map((result) => `  ${(100 * share(result)).toFixed(0).padStart(3)} %  ${result.name}`),
  ].join("\n");
}
