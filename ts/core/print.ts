/** Nested arrays, and text as NumPy prints it. */
import type { DType, TypedArray } from "./dtypes";
import { type Dims, sizeOf } from "./shapes";
import type { NestedArray } from "./tensor";

/** Nested arrays of the values, with a hook so that console.log prints them like NumPy. */
export function nest(values: TypedArray, dims: Dims, dtype: DType): NestedArray {
  const build = (axis: number, from: number, step: number): NestedArray => {
    if (axis === dims.length) return dtype === "bool" ? values[from] !== 0 : values[from]!;
    const own = dims[axis]! === 0 ? 0 : step / dims[axis]!;
    return Array.from({ length: dims[axis]! }, (_, i) => build(axis + 1, from + i * own, own));
  };
  const result = build(0, 0, sizeOf(dims));
  if (typeof result === "object") {
    const show = (): string => formatArray(values, dims, dtype);
    for (const hook of ["nodejs.util.inspect.custom", "Deno.customInspect"]) {
      Object.defineProperty(result, Symbol.for(hook), { value: show, enumerable: false });
    }
  }
  return result;
}

const EDGE = 3;
const THRESHOLD = 1000;
const WIDTH = 75;
/** Digits behind the point, at most. */
const PRECISION = 8;

/** Text of an array as NumPy's default print options make it: 8 digits, summarised beyond 1000 elements. */
export function formatArray(values: TypedArray, dims: Dims, dtype: DType): string {
  const size = sizeOf(dims);
  if (dims.length === 0) return formatScalar(values[0]!, dtype);
  if (size === 0) return "[]";
  const summarize = size > THRESHOLD;
  const shown: number[] = [];
  visit(dims, summarize, (index) => shown.push(values[index]!));
  const format = formatter(shown, dtype);
  const write = (axis: number, from: number, step: number, indent: number): string => {
    const n = dims[axis]!;
    const own = step / n;
    const cut = summarize && n > 2 * EDGE;
    const picks = cut ? [0, 1, 2, -1, n - 3, n - 2, n - 1] : Array.from({ length: n }, (_, i) => i);
    if (axis === dims.length - 1) {
      const lines: string[] = [];
      let line = "";
      for (const i of picks) {
        const text = i < 0 ? "..." : format(values[from + i]!);
        if (line && indent + line.length + 1 + text.length > WIDTH - indent) {
          lines.push(line.trimEnd());
          line = text;
        } else line = line ? `${line} ${text}` : text;
      }
      lines.push(line);
      return `[${lines.join(`\n${" ".repeat(indent)}`)}]`;
    }
    const gap = `${"\n".repeat(dims.length - axis - 1)}${" ".repeat(indent)}`;
    return `[${picks.map((i) => (i < 0 ? "..." : write(axis + 1, from + i * own, own, indent + 1))).join(gap)}]`;
  };
  return write(0, 0, size, 1);
}

function visit(dims: Dims, summarize: boolean, take: (index: number) => void): void {
  const walk = (axis: number, from: number, step: number): void => {
    if (axis === dims.length) {
      take(from);
      return;
    }
    const n = dims[axis]!;
    const own = step / n;
    for (let i = 0; i < n; i++) {
      if (summarize && n > 2 * EDGE && i === EDGE) i = n - EDGE;
      walk(axis + 1, from + i * own, own);
    }
  };
  walk(0, 0, sizeOf(dims));
}

const special = (value: number): string => (Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
const longest = (texts: readonly string[]): number => texts.reduce((length, text) => Math.max(length, text.length), 0);

/** Text as Python shows it; it comes as a value like any other. */
function quoted(value: unknown): string {
  const text = String(value);
  return text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replaceAll("'", "\\'")}'`;
}

/** A number by itself: plain digits from 1e-4 up to 1e6, else an exponent. */
function formatScalar(value: number, dtype: DType): string {
  if (dtype === "bool") return value ? "True" : "False";
  if (dtype === "string") return quoted(value);
  if (dtype !== "float32") return String(value);
  if (!Number.isFinite(value)) return special(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) {
    const { whole, fraction, power } = scientific(value);
    return `${whole}${fraction && `.${fraction}`}e${power}`;
  }
  const { whole, fraction } = positional(value, 16);
  return `${whole}.${fraction || "0"}`;
}

/** Gives every element of an array the same width, points below each other. */
function formatter(values: readonly number[], dtype: DType): (value: number) => string {
  if (dtype === "bool") return (value) => (value ? " True" : "False");
  if (dtype === "string") return quoted;
  if (dtype !== "float32") {
    const width = longest(values.map(String));
    return (value) => String(value).padStart(width);
  }
  const finite = values.filter((v) => Number.isFinite(v));
  const sizes = finite.filter((v) => v !== 0).map(Math.abs);
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  const smallest = sizes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const wide = largest >= 1e8 || smallest < Math.fround(1e-4) || Math.fround(largest / smallest) > 1000;
  const parts = finite.map((v) => (wide ? scientific(v) : positional(v, PRECISION)));
  const left = longest(parts.map(({ whole }) => whole));
  const right = longest(parts.map(({ fraction }) => fraction));
  const format = (value: number): string => {
    if (!Number.isFinite(value)) return special(value);
    if (wide) {
      const { whole, fraction, power } = scientific(value, right);
      return `${whole.padStart(left)}.${fraction}e${power}`;
    }
    const { whole, fraction } = positional(value, PRECISION);
    return `${whole.padStart(left)}.${fraction.padEnd(right)}`;
  };
  const width = longest(values.map(format));
  return (value) => format(value).padStart(width);
}

/**
 * The sign and digits of a float32 times ten to a power: the shortest decimal that reads back as it, or with `least`
 * digits behind the first.
 */
function decimal(value: number, least = 0): { sign: string; digits: string; power: number } {
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  for (let digits = least; ; digits++) {
    const text = Math.abs(value).toExponential(digits);
    if (digits < 9 && Math.fround(Number(text)) !== Math.abs(value)) continue;
    const [mantissa, power] = text.split("e") as [string, string];
    return { sign, digits: mantissa.replace(".", ""), power: Number(power) };
  }
}

function scientific(value: number, least = 0): { whole: string; fraction: string; power: string } {
  const { sign, digits, power } = decimal(value, least);
  const size = String(Math.abs(power)).padStart(2, "0");
  return { whole: sign + digits[0]!, fraction: digits.slice(1), power: `${power < 0 ? "-" : "+"}${size}` };
}

/** Plain digits; behind `precision` of them the exact value is rounded, halves to even. */
function positional(value: number, precision: number): { whole: string; fraction: string; power: string } {
  const { sign, digits, power } = decimal(value);
  const padded = power < 0 ? "0".repeat(-power) + digits : digits.padEnd(power + 1, "0");
  const at = Math.max(0, power) + 1;
  if (padded.length - at <= precision)
    return { whole: sign + padded.slice(0, at), fraction: padded.slice(at), power: "" };
  // Exact: 24 bits of the float32 times 27 bits of 1e8.
  const scaled = Math.abs(value) * 10 ** precision;
  const low = Math.floor(scaled);
  const up = scaled - low > 0.5 || (scaled - low === 0.5 && low % 2 === 1);
  const text = BigInt(up ? low + 1 : low)
    .toString()
    .padStart(precision + 1, "0");
  return { whole: sign + text.slice(0, -precision), fraction: text.slice(-precision).replace(/0+$/, ""), power: "" };
}
