/**
 * Constants of a formula, read where they are needed: V8 since version 12 builds a constant vector anew in every turn of a loop,
 * in up to four instructions, and loads a spread float32 in one.
 */
export abstract class Table {
  /** Entry `i` of a table of float32, in four lanes. */
  @inline static f4(table: usize, i: usize): v128 {
    return v128.load32_splat(table + (i << 2));
  }

  /** Entry `i` of a table of float64, in two lanes. */
  @inline static f2(table: usize, i: usize): v128 {
    return v128.load64_splat(table + (i << 3));
  }
}
