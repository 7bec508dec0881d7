/** Scores, and differences from Python's predictions. */

export interface Accuracy {
  metric: "accuracy";
  right: number;
  rows: number;
}

export interface Auc {
  metric: "AUC";
  value: number;
  /** How far the model is from each clip. */
  clips: number[];
}

export type Score = Accuracy | Auc;

/** How often the likeliest class is the label; the first of equals, as NumPy takes it. */
export function accuracy(outputs: Float32Array, labels: Int32Array): Accuracy {
  const classes = outputs.length / labels.length;
  const right = labels.filter((label, i) => {
    const row = outputs.subarray(i * classes, (i + 1) * classes);
    return row.indexOf(Math.max(...row)) === label;
  }).length;
  return { metric: "accuracy", right, rows: labels.length };
}

/** The share of pairs of an anomaly and a normal clip in which the anomaly scores higher; equal ones count half. */
export function auc(scores: readonly number[], labels: Int32Array): number {
  const of = (kind: number) => scores.filter((_, i) => labels[i] === kind);
  const [normal, anomalies] = [of(0), of(1)];
  let won = 0;
  for (const a of anomalies) for (const n of normal) won += a > n ? 1 : a === n ? 0.5 : 0;
  return won / (normal.length * anomalies.length);
}

/** Mean squares of what an autoencoder misses of each clip's rows, and how well they tell anomalies. */
export function anomalies(rows: Float32Array, outputs: Float32Array, labels: Int32Array): Auc {
  const length = rows.length / labels.length;
  const clips = Array.from(labels, (_, clip) => {
    let sum = 0;
    for (let i = clip * length; i < (clip + 1) * length; i++) sum += (rows[i]! - outputs[i]!) ** 2;
    return sum / length;
  });
  return { metric: "AUC", value: auc(clips, labels), clips };
}

/** The largest difference, relative where Python's number is above 1; infinite where one is not finite or missing. */
export function difference(ours: ArrayLike<number>, python: readonly number[]): number {
  if (ours.length !== python.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < ours.length; i++) {
    const apart = Math.abs(ours[i]! - python[i]!) / Math.max(1, Math.abs(python[i]!));
    if (!(apart <= largest)) largest = Number.isFinite(apart) ? apart : Number.POSITIVE_INFINITY;
  }
  return largest;
}

/** The score as the table shows it. */
export function shown(score: Score): string {
  if (score.metric === "AUC") return `AUC ${score.value.toFixed(3)}`;
  return `${((100 * score.right) / score.rows).toFixed(1)} % (${score.right} of ${score.rows})`;
}
