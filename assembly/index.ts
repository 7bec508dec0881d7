export { execute } from "./engine/execute";
export { abandon } from "./engine/meeting";
export { join, serve } from "./engine/team";
export { OPCODES_HASH as opcodes } from "./gen/opcode";

/** The first byte that the host may use: what lies below belongs to the module. */
export function heapBase(): usize {
  return __heap_base;
}
