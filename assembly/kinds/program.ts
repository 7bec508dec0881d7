import { INSTRUCTION_LENGTH, INSTRUCTION_WORDS } from "../layout";

/** Reads the operands of an instruction. No state: everything hangs on the pointers passed in. */
export abstract class Program {
  /** Address of the operand at word `w` of the instruction body `p`, by the region table `r`. */
  @inline static at(p: usize, r: usize, w: i32): usize {
    const q = p + ((<usize>w) << 2);
    return <usize>load<u32>(r + ((<usize>load<u32>(q)) << 2)) + <usize>load<u32>(q, 4);
  }

  /** The words of the instruction body `p`. */
  @inline static length(p: usize): i32 {
    return load<i32>(p - ((INSTRUCTION_WORDS - INSTRUCTION_LENGTH) << 2)) - INSTRUCTION_WORDS;
  }

  /** The word `w` of the instruction body as an integer. */
  @inline static int(p: usize, w: i32): i32 {
    return load<i32>(p + ((<usize>w) << 2));
  }

  /** The word `w` of the instruction body as a float32. */
  @inline static float(p: usize, w: i32): f32 {
    return load<f32>(p + ((<usize>w) << 2));
  }
}
