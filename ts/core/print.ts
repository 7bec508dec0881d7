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

/** Text of an array as NumPy's default print options make it: 8 digits, summarised beyond 1000 elements. */
export function formatArray(values: TypedArray, dims: Dims, dtype: DType): string {
  const size = sizeOf(dims);
  if (dims.length === 0) return formatOne(values[0]!, dtype);
  if (size === 0) return `[]${dims.length > 1 ? ` shape=(${dims.join(", ")})` : ""}`;
  const summarize = size > THRESHOLD;
  const shown: number[] = [];
  visit(dims, summarize, (index) => shown.push(values[index]!));
  const format = formatter(shown, dtype);
  const width = Math.max(...shown.map((v) => format(v).length));
  const cell = (index: number): string => format(values[index]!).padStart(width);
  const write = (axis: number, from: number, step: number, indent: number): string => {
    const n = dims[axis]!;
    const own = step / n;
    const cut = summarize && n > 2 * EDGE;
    const picks = cut ? [0, 1, 2, -1, n - 3, n - 2, n - 1] : Array.from({ length: n }, (_, i) => i);
    if (axis === dims.length - 1) {
      const lines: string[] = [];
      let line = "";
      for (const i of picks) {
        const text = i < 0 ? "..." : cell(from + i);
        if (line && indent + line.length + 1 + text.length > WIDTH) {
          lines.push(line);
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

function formatOne(value: number, dtype: DType): string {
  return formatter([value], dtype)(value);
}

function formatter(values: readonly number[], dtype: DType): (value: number) => string {
  if (dtype === "bool") return (value) => (value ? "True" : "False");
  if (dtype !== "float32") return String;
  const finite = values.filter((v) => Number.isFinite(v));
  const sizes = finite.filter((v) => v !== 0).map(Math.abs);
  const largest = Math.max(0, ...sizes);
  const smallest = Math.min(Number.POSITIVE_INFINITY, ...sizes);
  const special = (v: number): string => (Number.isNaN(v) ? "nan" : v > 0 ? "inf" : "-inf");
  if (largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1e3 * 1e5) {
    const digits = Math.max(0, ...finite.map((v) => mantissa(v)));
    return (v) => (Number.isFinite(v) ? exponent(v, digits) : special(v));
  }
  const decimals = Math.max(0, ...finite.map((v) => fraction(v)));
  return (v) => {
    if (!Number.isFinite(v)) return special(v);
    const text = v.toFixed(decimals);
    return decimals === 0 ? `${text}.` : pad(v, text, decimals);
  };
}

/** NumPy cuts trailing zeros of each number and pads them with blanks. */
function pad(value: number, text: string, decimals: number): string {
  const own = Math.max(0, fraction(value));
  const kept = text.slice(0, text.length - (decimals - own));
  return own === 0 ? `${text.slice(0, text.length - decimals)}${" ".repeat(decimals)}` : kept.padEnd(text.length);
}

/** Digits behind the point that tell a float32 from its neighbours, at most 8. */
function fraction(value: number): number {
  const text = shortest(value);
  const [digits, power] = text.split("e");
  const own = (digits!.split(".")[1] ?? "").length - Number(power ?? 0);
  return Math.min(8, Math.max(0, own));
}

function mantissa(value: number): number {
  const text = shortestExponent(value).split("e")[0]!;
  return Math.min(8, (text.split(".")[1] ?? "").length);
}

function exponent(value: number, digits: number): string {
  const [head, power] = value.toExponential(digits).split("e");
  const n = Number(power);
  return `${head}${digits === 0 ? "." : ""}e${n < 0 ? "-" : "+"}${String(Math.abs(n)).padStart(2, "0")}`;
}

/** The shortest decimal that reads back as the same float32. */
function shortest(value: number): string {
  for (let digits = 1; digits <= 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(value);
}

function shortestExponent(value: number): string {
  return Number(shortest(value)).toExponential();
}
