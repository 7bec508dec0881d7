/** The errors keratin throws. A message reads `<where>: <what>. Expected <rule>. Received <name>=<value>. <fix>`. */

/** What an error message is made of; only `what` is required. */
export interface ErrorParts {
  /** The rule that was broken, without the word "Expected". */
  expected?: string;
  /** What came instead, as `name=value` text or a record of names and values. */
  received?: string | Record<string, unknown>;
  /** What the user can do about it. */
  fix?: string;
  /** The error of the host behind it. */
  cause?: unknown;
}

/** The base of every error that keratin throws on purpose. */
export class KeratinError extends Error {
  /** The name the user typed (an op, a layer, a file) where the fault was found. */
  readonly where: string;

  constructor(where: string, what: string, parts: ErrorParts = {}) {
    super(compose(where, what, parts), parts.cause === undefined ? undefined : { cause: parts.cause });
    this.where = where;
    this.name = new.target.name;
  }
}

/** A shape, rank or axis that does not fit. */
export class ShapeError extends KeratinError {
  override name = "ShapeError";
}

/** A dtype, or a kind of value, that does not fit. */
export class DTypeError extends KeratinError {
  override name = "DTypeError";
}

/** An option or name that is unknown or out of range. */
export class ValueError extends KeratinError {
  override name = "ValueError";
}

/** Memory that cannot be had, or an op or feature that a device does not have. */
export class DeviceError extends KeratinError {
  override name = "DeviceError";
}

/** A call at the wrong time: before build, before compile, after dispose. */
export class StateError extends KeratinError {
  override name = "StateError";
}

/** A file that cannot be read or written, or is broken, hostile or of an unknown kind. */
export class FormatError extends KeratinError {
  override name = "FormatError";
}

/** Shows a value in an error message: short, on one line, arrays cut after eight elements. */
export function show(value: unknown): string {
  if (value === undefined) return "undefined";
  if (value === null) return "null";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return `function ${value.name || "(anonymous)"}`;
  if (Array.isArray(value)) {
    const shown = value.slice(0, 8).map(show).join(", ");
    return `[${shown}${value.length > 8 ? `, ... ${value.length - 8} more` : ""}]`;
  }
  if (ArrayBuffer.isView(value)) {
    const length = (value as Uint8Array).length ?? value.byteLength;
    return `${value.constructor.name}(${length})`;
  }
  if (typeof value === "object") {
    const name = (value as object).constructor?.name;
    if (name && name !== "Object") return `a ${name}`;
    return `{${Object.keys(value).slice(0, 8).join(", ")}}`;
  }
  return String(value);
}

function compose(where: string, what: string, parts: ErrorParts): string {
  let text = `${where}: ${what}.`;
  if (parts.expected) text += ` Expected ${parts.expected}.`;
  if (parts.received !== undefined) {
    const received =
      typeof parts.received === "string"
        ? parts.received
        : Object.entries(parts.received)
            .map(([name, value]) => `${name}=${show(value)}`)
            .join(", ");
    text += ` Received ${received}.`;
  }
  if (parts.fix) text += ` ${parts.fix}${/[.!?]$/.test(parts.fix) ? "" : "."}`;
  return text;
}
