import { BLOCK } from "../layout";

/** The kind "update": parameters and slots change in place. A unit is BLOCK elements. */
export abstract class Blocks {
  @inline static start(lo: i32): usize {
    return (<usize>(lo * BLOCK)) << 2;
  }

  /** Bytes behind the last element of unit `hi - 1`, rounded up to whole vectors. */
  @inline static end(hi: i32, elements: i32): usize {
    return ((<usize>min(hi * BLOCK, elements) + 3) & ~3) << 2;
  }
}
