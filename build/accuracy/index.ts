import { Cos } from "../../assembly/simd/cos";
import { Erf } from "../../assembly/simd/erf";
import { Exp } from "../../assembly/simd/exp";
import { Expm1 } from "../../assembly/simd/expm1";
import { Log } from "../../assembly/simd/log";
import { Log1p } from "../../assembly/simd/log1p";
import { Pow } from "../../assembly/simd/pow";
import { Rsqrt } from "../../assembly/simd/rsqrt";
import { Sigmoid } from "../../assembly/simd/sigmoid";
import { Sin } from "../../assembly/simd/sin";
import { Softplus } from "../../assembly/simd/softplus";
import { Tanh } from "../../assembly/simd/tanh";
import { Reference } from "./reference";
import { Tally } from "./tally";

// The order of the names in accuracy.mjs.
const EXP = 0;
const EXPM1 = 1;
const LOG = 2;
const LOG1P = 3;
const TANH = 4;
const SIGMOID = 5;
const SOFTPLUS = 6;
const ERF = 7;
const SIN = 8;
const COS = 9;
const RSQRT = 10;

/** y[i] = f(x[i]) for a multiple of four float32, at least four: V8 hoists constants out of do loops only. */
export function apply(f: i32, x: usize, y: usize, n: i32): void {
  const end = x + ((<usize>n) << 2);
  switch (f) {
    case EXP:
      do {
        v128.store(y, Exp.f4(v128.load(x)));
        y += 16;
        x += 16;
      } while (x < end);
      break;
    case EXPM1:
      do {
        v128.store(y, Expm1.f4(v128.load(x)));
        y += 16;
        x += 16;
      } while (x < end);
      break;
    case LOG:
      do {
        v128.store(y, Log.f4(v128.load(x)));
        y += 16;
        x += 16;
      } while (x < end);
      break;
    case LOG1P:
      do {
        v128.store(y, Log1p.f4(v128.load(x)));
        y += 16;
        x += 16;
      } while (x < end);
      break;
    case TANH:
      do {
        v128.store(y, Tanh.f4(v128.load(x)));
        y += 16;
        x += 16;
      } while (x < end);
      break;
    case SIGMOID:
      do {
        v128.store(y, Sigmoid.f4(v128.load(x)));
        y += 16;
        x += 16;
      } while (x < end);
      break;
    case SOFTPLUS:
      do {
        v128.store(y, Softplus.f4(v128.load(x)));
        y += 16;
        x += 16;
      } while (x < end);
      break;
    case ERF:
      do {
        v128.store(y, Erf.f4(v128.load(x)));
        y += 16;
        x += 16;
      } while (x < end);
      break;
    case SIN:
      do {
        v128.store(y, Sin.f4(v128.load(x)));
        y += 16;
        x += 16;
      } while (x < end);
      break;
    case COS:
      do {
        v128.store(y, Cos.f4(v128.load(x)));
        y += 16;
        x += 16;
      } while (x < end);
      break;
    case RSQRT:
      do {
        v128.store(y, Rsqrt.f4(v128.load(x)));
        y += 16;
        x += 16;
      } while (x < end);
      break;
    default:
      unreachable();
  }
}

/** z[i] = x[i] ^ y[i] for a multiple of four float32, at least four. */
export function applyPow(x: usize, y: usize, z: usize, n: i32): void {
  const end = x + ((<usize>n) << 2);
  do {
    v128.store(z, Pow.f4(v128.load(x), v128.load(y)));
    x += 16;
    y += 16;
    z += 16;
  } while (x < end);
}

/** f(x) in float64. */
export function reference(f: i32, x: f64): f64 {
  switch (f) {
    case EXP:
      return NativeMath.exp(x);
    case EXPM1:
      return NativeMath.expm1(x);
    case LOG:
      return NativeMath.log(x);
    case LOG1P:
      return NativeMath.log1p(x);
    case TANH:
      return NativeMath.tanh(x);
    case SIGMOID:
      return Reference.sigmoid(x);
    case SOFTPLUS:
      return Reference.softplus(x);
    case ERF:
      return Reference.erf(x);
    case SIN:
      return NativeMath.sin(x);
    case COS:
      return NativeMath.cos(x);
    default:
      return Reference.rsqrt(x);
  }
}

export function referencePow(x: f64, y: f64): f64 {
  return Reference.pow(x, y);
}

const BLOCK: u32 = 1024;

/** Checks the inputs whose bits are first, first + stride, ... below first + count * stride; scratch: 2 * 4 * 1024 bytes. */
export function check(f: i32, first: u32, count: u32, stride: u32, tally: usize, scratch: usize): void {
  const results = scratch + (BLOCK << 2);
  let bits = first;
  while (count > 0) {
    const n = min<u32>(count, BLOCK);
    for (let i: u32 = 0; i < BLOCK; i++) store<u32>(scratch + (i << 2), i < n ? bits + i * stride : 0);
    apply(f, scratch, results, BLOCK);
    for (let i: u32 = 0; i < n; i++) {
      const x = load<f32>(scratch + (i << 2));
      Tally.at(tally).add(x, 0, load<f32>(results + (i << 2)), reference(f, x));
    }
    bits += n * stride;
    count -= n;
  }
}

/** Checks `count` pairs of given arguments at x and y. */
export function checkPairs(x: usize, y: usize, count: i32, tally: usize, scratch: usize): void {
  for (let done = 0; done < count; done += BLOCK) {
    const n = min<i32>(count - done, BLOCK);
    applyPow(x, y, scratch, (n + 3) & ~3);
    for (let i = 0; i < n; i++) {
      const p = (<usize>i) << 2;
      Tally.at(tally).add(
        load<f32>(x + p),
        load<f32>(y + p),
        load<f32>(scratch + p),
        Reference.pow(load<f32>(x + p), load<f32>(y + p)),
      );
    }
    x += BLOCK << 2;
    y += BLOCK << 2;
  }
}

let state: u64 = 1;

/** Marsaglia's xorshift; the state is never 0. */
function random(): u64 {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

/** Uniform in [0, 1). */
function uniform(): f64 {
  return <f64>(random() >> 11) * 1.1102230246251565e-16;
}

/**
 * Checks `count` random pairs of pow, in equal parts: any bits; any positive x with y so that the result covers all exponents
 * from below the smallest subnormal to above the largest number; the same with x within 2^-k of 1; small x and y as people
 * write them; negative x and integer y.
 */
export function checkPow(seed: u64, count: u32, tally: usize, scratch: usize): void {
  state = seed;
  const xs = scratch;
  const ys = scratch + (BLOCK << 2);
  for (; count > 0; count -= min<u32>(count, BLOCK)) {
    for (let i: usize = 0; i < BLOCK; i++) {
      const z = random();
      let x = reinterpret<f32>(<u32>z);
      let y = reinterpret<f32>(<u32>(z >> 32));
      const part = i % 5;
      if (part === 1) {
        x = abs(x);
        y = <f32>((uniform() * 285 - 153) / NativeMath.log2(x));
      } else if (part === 2) {
        const distance = reinterpret<f64>((1023 - (random() % 24)) << 52) * uniform();
        x = <f32>(z & 1 ? 1 + distance : 1 - distance);
        y = <f32>((uniform() * 285 - 153) / NativeMath.log2(x));
      } else if (part === 3) {
        x = <f32>(uniform() * 16);
        y = <f32>(uniform() * 16 - 8);
      } else if (part === 4) {
        x = -abs(x);
        y = <f32>nearest((uniform() * 285 - 153) / NativeMath.log2(-x));
      }
      store<f32>(xs + (i << 2), x);
      store<f32>(ys + (i << 2), y);
    }
    checkPairs(xs, ys, <i32>min<u32>(count, BLOCK), tally, scratch + (BLOCK << 3));
  }
}
