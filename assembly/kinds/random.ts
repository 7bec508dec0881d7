import { BLOCK } from "../layout";
import { Philox } from "./philox";
import { Program } from "./program";

/**
 * The kind "random": element e of draw number `call` is a function of (seed, call, e) alone, so order, slices and
 * threads do not matter. body: call (int32 scalar), y, elements, seed low, seed high, a, b. A unit is one block.
 */
@unmanaged
export abstract class Draw {
  /** Four values from four times 32 random bits and the op's two parameters. */
  abstract f4(bits: v128, a: v128, b: v128): v128;
}

export function draw<K extends Draw>(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const k = changetype<K>(0);
  const call = load<i32>(Program.at(p, r, 0));
  const elements = Program.int(p, 4);
  const low = Program.int(p, 5);
  const high = Program.int(p, 6);
  const a = f32x4.splat(Program.float(p, 7));
  const b = f32x4.splat(Program.float(p, 8));
  const end = (min(hi * BLOCK, elements) + 15) & ~15;
  let y = Program.at(p, r, 2) + ((<usize>(lo * BLOCK)) << 2);
  for (let e = lo * BLOCK; e < end; e += 16, y += 64) {
    Philox.draw16(e >> 2, call, low, high, scratch);
    v128.store(scratch, k.f4(v128.load(scratch), a, b));
    v128.store(scratch, k.f4(v128.load(scratch, 16), a, b), 16);
    v128.store(scratch, k.f4(v128.load(scratch, 32), a, b), 32);
    v128.store(scratch, k.f4(v128.load(scratch, 48), a, b), 48);
    memory.copy(y, scratch, (<usize>min(16, ((elements + 3) & ~3) - e)) << 2);
  }
  return 0;
}

/** A permutation of 0..n-1 by Fisher and Yates. body: call, y, elements, seed low, seed high. One unit. */
export function permutation(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const call = load<i32>(Program.at(p, r, 0));
  const y = Program.at(p, r, 2);
  const n = Program.int(p, 4);
  const low = Program.int(p, 5);
  const high = Program.int(p, 6);
  for (let i = 0; i < n; i++) store<i32>(y + ((<usize>i) << 2), i);
  for (let i = n - 1; i > 0; i--) {
    if ((i & 15) == 15 || i == n - 1) Philox.draw16((i >> 4) << 2, call, low, high, scratch);
    const bits = <u64>load<u32>(scratch + ((<usize>(i & 15)) << 2));
    const other = y + ((<usize>((bits * <u64>(i + 1)) >> 32)) << 2);
    const own = y + ((<usize>i) << 2);
    const value = load<i32>(own);
    store<i32>(own, load<i32>(other));
    store<i32>(other, value);
  }
  return 0;
}
