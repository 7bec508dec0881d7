/** y = the greatest whole number that divides both; by Euclid. */
export function gcd(a: usize, b: usize, y: usize, n: i32): void {
  for (const end = y + ((<usize>n) << 2); y < end; a += 4, b += 4, y += 4) {
    let large = load<i32>(a);
    let small = load<i32>(b);
    while (small != 0) {
      const rest = large % small;
      large = small;
      small = rest;
    }
    store<i32>(y, abs(large));
  }
}
