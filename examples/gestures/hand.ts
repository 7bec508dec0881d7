/**
 * What an accelerometer on a wrist reads while the hand makes a gesture, from a physical model.
 *
 * Axes of the body: x forward, y to the left, z up; metres, seconds, radians. The hand takes the path p(t) and the
 * attitude R(t), the rotation from the sensor's axes to the body's; the sensor sits at the arm r beside the forearm's axis.
 * An accelerometer measures the specific force in its own axes:
 *
 *   q(t) = p(t) + R(t) r,   f(t) = M' R(t)' (q''(t) + g z) / g      in units of g
 *
 * M is how the device is worn (the identity, or a turn by 180 degrees about its z axis). q'' is the second difference
 * (q(t + h) - 2 q(t) + q(t - h)) / h^2 with h = 2 ms. Strokes follow the minimum-jerk law, s(u) = 10 u^3 - 15 u^4 + 6 u^5 for u from
 * 0 to 1 (T. Flash, N. Hogan, The coordination of arm movements, J. Neurosci. 5, 1985).
 */

/** Standard gravity, m/s^2 (3rd CGPM, 1901). */
const GRAVITY = 9.80665;
/** The sensor: figures of Bosch's data sheet of the BMI160, a consumer part, at a range of 4 g and 50 readings a second. */
const RATE = 50; // Hz
const NOISE = 180e-6 * Math.sqrt(20.25); // g: 180 ug/sqrt(Hz), 3 dB bandwidth 20.25 Hz
const OFFSET = 0.04; // g, at rest, from one device to another
const RANGE = 4; // g
const STEP = 1 / 8192; // g, one bit
/** Clocks differ from one device to another, and a busy processor reads late by up to this; our assumptions. */
const RATE_ERROR = 0.01; // of the rate
const LATENESS = 0.002; // s
/** Tremor of a healthy hand: a peak between 6 and 12 Hz (M. Lakie et al., J. Physiol. 593, 2015); its size is our assumption. */
const TREMOR = [6, 12] as const; // Hz
const TREMOR_SIZE = 5e-5; // m
/** Slow sway of a held arm; our assumption. */
const SWAY = [0.3, 0.8] as const; // Hz
const SWAY_SIZE = 0.01; // m
/** How far the watch sits from the forearm's axis; our assumption. */
const ARM = 0.03; // m
/** Nobody holds the hand level: standard deviation of pitch, roll and yaw; our assumption. */
const ATTITUDE = 0.17; // rad, 10 degrees

/** Steps of a window: two seconds. */
export const STEPS = 100;
/** The gestures, in the order of their labels. */
export const GESTURES = ["still", "left", "right", "circle", "wave", "twist"] as const;
export type Gesture = (typeof GESTURES)[number];

/** Who makes the gestures, and how the device is worn. */
export interface Wearer {
  /** How fast and how far this person moves; 1 is the first user. */
  speed: number;
  reach: number;
  /** Whether the device is turned by 180 degrees about its z axis: on the other wrist. */
  turned: boolean;
}

/** Windows [count, STEPS, 3] in g, and what they are. */
export interface Recording {
  windows: Float32Array;
  labels: Uint8Array;
  count: number;
}

type Vector = [number, number, number];
/** The hand at a time: its place, and the roll of the forearm. */
type Movement = (t: number) => { place: Vector; roll: number };

/** Draws numbers: the generator mulberry32, so that a seed gives the same recording everywhere. */
class Dice {
  constructor(private state: number) {}
  /** From `low` to `high`. */
  between(low: number, high: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let z = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return low + ((high - low) * ((z ^ (z >>> 14)) >>> 0)) / 2 ** 32;
  }
  /** Normally distributed about 0 (Box and Muller). */
  normal(deviation: number): number {
    return deviation * Math.sqrt(-2 * Math.log(1 - this.between(0, 1))) * Math.cos(2 * Math.PI * this.between(0, 1));
  }
  sign(): number {
    return this.between(0, 1) < 0.5 ? -1 : 1;
  }
}

const minimumJerk = (t: number): number => {
  const u = Math.min(1, Math.max(0, t));
  return u * u * u * (10 - 15 * u + 6 * u * u);
};

/** One performance of a gesture. The ranges of lengths, times and angles are ours, from what a relaxed arm does. */
function movement(gesture: Gesture, wearer: Wearer, dice: Dice): Movement {
  const begin = dice.between(0.1, 0.5);
  const lasts = (low: number, high: number): number => dice.between(low, high) / wearer.speed;
  const far = (low: number, high: number): number => dice.between(low, high) * wearer.reach;
  const still: Vector = [0, 0, 0];
  switch (gesture) {
    case "still":
      return () => ({ place: still, roll: 0 });
    case "left":
    case "right": {
      // A stroke to the side, in a slight arc.
      const [length, rise, time] = [far(0.25, 0.5), far(-0.05, 0.05), lasts(0.5, 0.9)];
      const side = gesture === "left" ? 1 : -1;
      return (t) => {
        const s = minimumJerk((t - begin) / time);
        return { place: [0, side * length * s, 4 * rise * s * (1 - s)], roll: 0 };
      };
    }
    case "circle": {
      // One turn in the plane that one looks at, either way round.
      const [radius, way, time] = [far(0.1, 0.2), dice.sign(), lasts(0.8, 1.3)];
      return (t) => {
        const angle = 2 * Math.PI * minimumJerk((t - begin) / time);
        return { place: [0, way * radius * Math.sin(angle), radius * (1 - Math.cos(angle))], roll: 0 };
      };
    }
    case "wave": {
      // To and fro, swelling and dying away.
      const [size, rate, time] = [far(0.03, 0.06), dice.between(2, 3.5) * wearer.speed, lasts(1, 1.4)];
      return (t) => {
        const u = Math.min(1, Math.max(0, (t - begin) / time));
        const swell = Math.sin(Math.PI * u) ** 2;
        return { place: [0, size * swell * Math.sin(2 * Math.PI * rate * (t - begin)), 0], roll: 0 };
      };
    }
    case "twist": {
      // The forearm turns about its axis and back, as with a key.
      const [angle, way, time] = [far(1, 1.7), dice.sign(), lasts(0.4, 0.6)];
      return (t) => {
        const there = minimumJerk((t - begin) / time) - minimumJerk((t - begin - time) / time);
        return { place: still, roll: way * angle * there };
      };
    }
  }
}

/** Three waves of random frequency, phase and direction, of this size in all. */
function unrest([low, high]: readonly [number, number], size: number, dice: Dice): (t: number) => Vector {
  const waves = [0, 1, 2].map(() => [dice.between(low, high), dice.between(0, 1), dice.normal(size)] as const);
  return (t) =>
    waves.map(([rate, phase, amplitude]) => amplitude * Math.sin(2 * Math.PI * (rate * t + phase))) as Vector;
}

/** R = Rz(yaw) Ry(pitch) Rx(roll), row by row. */
function rotation(yaw: number, pitch: number, roll: number): [Vector, Vector, Vector] {
  const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  const [cr, sr] = [Math.cos(roll), Math.sin(roll)];
  return [
    [cy * cp, cy * sp * sr - sy * cr, cy * sp * cr + sy * sr],
    [sy * cp, sy * sp * sr + cy * cr, sy * sp * cr - cy * sr],
    [-sp, cp * sr, cp * cr],
  ];
}

/** What the sensor reads in two seconds with one gesture. */
function window(gesture: Gesture, wearer: Wearer, dice: Dice): number[] {
  const hand = movement(gesture, wearer, dice);
  const [tremor, sway] = [unrest(TREMOR, TREMOR_SIZE, dice), unrest(SWAY, SWAY_SIZE, dice)];
  const [yaw, pitch, roll] = [dice.normal(ATTITUDE), dice.normal(ATTITUDE), dice.normal(ATTITUDE)];
  const offset = [dice.normal(OFFSET), dice.normal(OFFSET), dice.normal(OFFSET)];
  const interval = 1 / (RATE * (1 + dice.normal(RATE_ERROR)));
  const attitude = (t: number): [Vector, Vector, Vector] => rotation(yaw, pitch, roll + hand(t).roll);
  const sensor = (t: number): Vector => {
    const [rows, { place }, shiver, drift] = [attitude(t), hand(t), tremor(t), sway(t)];
    return rows.map((row, axis) => place[axis]! + shiver[axis]! + drift[axis]! + row[2] * ARM) as Vector;
  };
  const h = 0.002;
  const readings: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const t = step * interval + dice.between(0, LATENESS);
    const [before, now, after] = [sensor(t - h), sensor(t), sensor(t + h)];
    const force = now.map((place, axis) => (before[axis]! - 2 * place + after[axis]!) / (h * h) / GRAVITY);
    force[2]! += 1;
    const rows = attitude(t);
    for (let axis = 0; axis < 3; axis++) {
      const along = rows.reduce((sum, row, i) => sum + row[axis]! * force[i]!, 0);
      const worn = wearer.turned && axis < 2 ? -along : along;
      const reading = worn + offset[axis]! + dice.normal(NOISE);
      readings.push(Math.min(RANGE, Math.max(-RANGE, Math.round(reading / STEP) * STEP)));
    }
  }
  return readings;
}

/** `each` windows of every gesture, in turn. */
export function record(wearer: Wearer, each: number, seed: number): Recording {
  const dice = new Dice(seed);
  const count = each * GESTURES.length;
  const windows = new Float32Array(count * STEPS * 3);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % GESTURES.length);
  for (let i = 0; i < count; i++) windows.set(window(GESTURES[labels[i]!]!, wearer, dice), i * STEPS * 3);
  return { windows, labels, count };
}
