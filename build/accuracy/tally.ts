import { Ulp } from "./ulp";

/** What a check found, in memory, so that the host can read it. */
@unmanaged
export class Tally {
  maxUlp: f64;
  checked: f64;
  worstX: f32;
  worstY: f32;
  specialErrors: u32;
  specialX: f32;
  specialY: f32;

  @inline static at(pointer: usize): Tally {
    return changetype<Tally>(pointer);
  }

  @inline add(x: f32, y: f32, got: f32, want: f64): void {
    const error = Ulp.error(got, want);
    this.checked += 1;
    if (error <= this.maxUlp) return;
    if (error === Infinity) {
      if (this.specialErrors === 0) {
        this.specialX = x;
        this.specialY = y;
      }
      this.specialErrors += 1;
    } else {
      this.maxUlp = error;
      this.worstX = x;
      this.worstY = y;
    }
  }
}
