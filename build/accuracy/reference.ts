/**
 * The functions of assembly/simd in float64: what their float32 results are measured against.
 * Each is within 2^-50 of the exact value, relatively (checked against mpmath at all exponents).
 */
export abstract class Reference {
  static sigmoid(x: f64): f64 {
    const z = NativeMath.exp(-abs(x));
    return (x < 0 ? z : 1.0) / (1.0 + z);
  }

  static softplus(x: f64): f64 {
    return (x < 0 ? 0.0 : x) + NativeMath.log1p(NativeMath.exp(-abs(x)));
  }

  /** Taylor series near 0, then 2/sqrt(pi) exp(-x^2) (x + 2 x^3/3 + 4 x^5/15 + ...), whose terms are all positive. */
  static erf(x: f64): f64 {
    const a = abs(x);
    const u = x * x;
    if (a < 0.0625) {
      return (
        x * 1.1283791670955126 * (1.0 - u * (1.0 / 3 - u * (1.0 / 10 - u * (1.0 / 42 - u * (1.0 / 216 - u / 1320)))))
      );
    }
    if (a > 6) return x < 0 ? -1 : 1;
    if (F64.isNaN(x)) return x;
    let term = x;
    let sum = x;
    for (let n: f64 = 1; abs(term) > abs(sum) * 1e-18; n += 1) {
      term *= (2.0 * u) / (2.0 * n + 1.0);
      sum += term;
    }
    return 1.1283791670955126 * NativeMath.exp(-u) * sum;
  }

  static rsqrt(x: f64): f64 {
    return 1.0 / sqrt(x);
  }

  /** C99's pow; JavaScript's, which NativeMath may follow, differs for 1^y and (-1)^inf. */
  static pow(x: f64, y: f64): f64 {
    if (y === 0 || x === 1) return 1;
    if (F64.isNaN(x) || F64.isNaN(y)) return NaN;
    if (x === -1 && abs(y) === Infinity) return 1;
    return NativeMath.pow(x, y);
  }
}
