/** y = what is left of a / b, exactly, of the sign of a. */
export function fmod(a: usize, b: usize, y: usize, n: i32): void {
  for (const end = y + ((<usize>n) << 2); y < end; a += 4, b += 4, y += 4) {
    store<f32>(y, load<f32>(a) % load<f32>(b));
  }
}

/** Of whole numbers; by 0 it is 0. */
export function fmod_i32(a: usize, b: usize, y: usize, n: i32): void {
  for (const end = y + ((<usize>n) << 2); y < end; a += 4, b += 4, y += 4) {
    const divisor = load<i32>(b);
    store<i32>(y, divisor == 0 ? 0 : load<i32>(a) % divisor);
  }
}
