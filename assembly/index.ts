import { Fma } from "./simd/fma";

export { execute } from "./engine/execute";
export { abandon } from "./engine/meeting";
export { join, serve } from "./engine/team";
export { OPCODES_HASH as opcodes } from "./gen/opcode";

/** Whether multiply-and-add rounds once, tried on 1 + 2^-12. */
export function fused(x: f32): bool {
  const a = f32x4.splat(x);
  return f32x4.extract_lane(Fma.f4(a, a, f32x4.neg(f32x4.mul(a, a))), 0) != 0;
}

/** The first byte that the host may use: what lies below belongs to the module. */
export function heapBase(): usize {
  return __heap_base;
}
