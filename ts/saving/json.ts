/** JSON as Python's `json` module writes and reads it: with bare NaN and Infinity, and bounded against hostile text. */

import { FormatError, ValueError } from "../core/errors";

/** A JSON value. Python's NaN and infinities are numbers. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** Arrays and objects may be nested this deep. */
const MOST_DEPTH = 256;
/** A number as JSON has it, or one of Python's names; matched where the text stands. */
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS: ReadonlyArray<readonly [string, null | boolean | number]> = [
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
];

/**
 * Parses JSON as Python's `json.loads` does: `NaN`, `Infinity` and `-Infinity` are numbers. Integers beyond 2^53 become
 * the nearest number. Throws FormatError, naming `where` (the file's member) and the position, for anything that is not
 * JSON and for nesting deeper than 256 levels.
 *
 * @example parseJson('{"rate": NaN, "units": [3]}', "model.keras/config.json") // { rate: NaN, units: [3] }
 */
export function parseJson(text: string, where: string): JsonValue {
  const parser = new Parser(text, where);
  const value = parser.value(0);
  parser.finish();
  return value;
}

class Parser {
  readonly #text: string;
  readonly #where: string;
  #pos = 0;

  constructor(text: string, where: string) {
    // A byte order mark is not JSON, but some tools leave one.
    this.#text = text.startsWith("\uFEFF") ? text.slice(1) : text;
    this.#where = where;
  }

  value(depth: number): JsonValue {
    this.#space();
    const letter = this.#text[this.#pos];
    if (letter === '"') return this.#string();
    if (letter === "{" || letter === "[") {
      if (depth >= MOST_DEPTH) throw this.#error("the JSON is nested too deeply", `${MOST_DEPTH} levels or fewer`);
      return letter === "{" ? this.#object(depth) : this.#array(depth);
    }
    for (const [word, value] of WORDS) {
      if (this.#text.startsWith(word, this.#pos)) {
        this.#pos += word.length;
        return value;
      }
    }
    NUMBER.lastIndex = this.#pos;
    const number = NUMBER.exec(this.#text)?.[0];
    if (number === undefined) throw this.#error("this is not JSON", "a value");
    this.#pos += number.length;
    return Number(number);
  }

  finish(): void {
    this.#space();
    if (this.#pos < this.#text.length) throw this.#error("this is not JSON", "the end of the text");
  }

  #array(depth: number): JsonValue[] {
    const list: JsonValue[] = [];
    this.#pos++;
    if (this.#skip("]")) return list;
    do list.push(this.value(depth + 1));
    while (this.#skip(","));
    this.#need("]", '"," or "]"');
    return list;
  }

  #object(depth: number): { [key: string]: JsonValue } {
    const object: { [key: string]: JsonValue } = {};
    this.#pos++;
    if (this.#skip("}")) return object;
    do {
      this.#space();
      if (this.#text[this.#pos] !== '"') throw this.#error("this is not JSON", "a key in double quotes");
      const key = this.#string();
      this.#need(":", '":" after a key');
      const value = this.value(depth + 1);
      if (key === "__proto__") {
        // An assignment would change the object's prototype.
        Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
      } else {
        object[key] = value;
      }
    } while (this.#skip(","));
    this.#need("}", '"," or "}"');
    return object;
  }

  #string(): string {
    const start = this.#pos;
    let pos = start + 1;
    for (;;) {
      const code = this.#text.charCodeAt(pos);
      if (Number.isNaN(code)) throw this.#error("this is not JSON", "the closing quote of a string");
      if (code === 0x22) break;
      pos += code === 0x5c ? 2 : 1;
    }
    this.#pos = pos + 1;
    try {
      return JSON.parse(this.#text.slice(start, pos + 1)) as string;
    } catch {
      this.#pos = start;
      throw this.#error("this is not JSON", "a string with the escapes of JSON and no control characters");
    }
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#pos);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#pos++;
    }
  }

  #skip(letter: string): boolean {
    this.#space();
    if (this.#text[this.#pos] !== letter) return false;
    this.#pos++;
    return true;
  }

  #need(letter: string, expected: string): void {
    if (!this.#skip(letter)) throw this.#error("this is not JSON", expected);
  }

  #error(what: string, expected: string): FormatError {
    const line = this.#text.slice(0, this.#pos).split("\n").length;
    const found =
      this.#pos < this.#text.length ? JSON.stringify(this.#text.slice(this.#pos, this.#pos + 20)) : "the end";
    return new FormatError(this.#where, what, {
      expected,
      received: `text=${found} at position ${this.#pos}, line ${line}`,
    });
  }
}

/** A value that can be written as JSON; keys whose value is undefined are left out. */
export type JsonInput =
  | null
  | boolean
  | number
  | string
  | undefined
  | readonly JsonInput[]
  | { readonly [key: string]: JsonInput };

/**
 * Writes JSON as Python's `json.dumps` does: `", "` and `": "` between parts, `NaN` and `Infinity` bare, everything beyond
 * ASCII escaped. Keys with the value undefined are left out. Throws ValueError, naming `where` and the path, for a value
 * that JSON does not have (a function, a bigint, a typed array) and for nesting deeper than 256 levels, as a cycle is.
 * Numbers under the keys `floats` are written with a point even when they are whole: Python tells 0 from 0.0.
 *
 * @example stringifyJson({ units: 3, rate: NaN }, "config") // '{"units": 3, "rate": NaN}'
 */
export function stringifyJson(value: JsonInput, where: string, floats: ReadonlySet<string> = new Set()): string {
  const parts: string[] = [];
  write(value, parts, { where, floats }, []);
  return parts.join("");
}

/** What holds for a whole text. */
interface Writing {
  readonly where: string;
  readonly floats: ReadonlySet<string>;
}

function write(value: JsonInput, parts: string[], writing: Writing, path: string[]): void {
  const { where, floats } = writing;
  if (value === null || typeof value === "boolean") {
    parts.push(String(value));
  } else if (typeof value === "number") {
    const whole = Number.isInteger(value) && Math.abs(value) < 1e21 && floats.has(path[path.length - 1] ?? "");
    parts.push(whole && !Object.is(value, -0) ? `${value}.0` : digits(value));
  } else if (typeof value === "string") {
    parts.push(quote(value));
  } else if (typeof value !== "object" || ArrayBuffer.isView(value)) {
    throw new ValueError(where, `the value at ${place(path)} cannot be written as JSON`, {
      expected: "null, a boolean, number, string, array or plain object",
      received: { value },
    });
  } else if (path.length >= MOST_DEPTH) {
    throw new ValueError(where, `the value at ${place(path.slice(0, 8))} is nested too deeply to be written as JSON`, {
      expected: `${MOST_DEPTH} levels or fewer, and no cycle`,
    });
  } else if (isList(value)) {
    parts.push("[");
    for (let i = 0; i < value.length; i++) {
      if (i > 0) parts.push(", ");
      write(value[i], parts, writing, [...path, String(i)]);
    }
    parts.push("]");
  } else {
    parts.push("{");
    let first = true;
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined) continue;
      if (!first) parts.push(", ");
      first = false;
      parts.push(quote(key), ": ");
      write(item, parts, writing, [...path, key]);
    }
    parts.push("}");
  }
}

/** A number in the digits that Python chooses: exponents of two digits, from 1e-5 downwards. */
function digits(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  const small = value !== 0 && Math.abs(value) < 1e-4;
  return small ? value.toExponential().replace(/e-(\d)$/, "e-0$1") : String(value);
}

function isList(value: object): value is readonly JsonInput[] {
  return Array.isArray(value);
}

function place(path: readonly string[]): string {
  return path.length > 0 ? `"${path.join(".")}"` : "the top";
}

function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
