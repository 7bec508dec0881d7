/** y = a / 2^b, towards minus infinity; 0 or -1 where b is no place of a bit. */
export function bitwise_right_shift(a: usize, b: usize, y: usize, n: i32): void {
  for (const end = y + ((<usize>n) << 2); y < end; a += 4, b += 4, y += 4) {
    const places = load<u32>(b);
    store<i32>(y, load<i32>(a) >> <i32>(places > 31 ? 31 : places));
  }
}
