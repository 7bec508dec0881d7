import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { isMissing, readBytes, writeBytes } from "../../platform/files";
import { Callback, type Logs } from "./callback";

/** Options of `CSVLogger`. */
export interface CSVLoggerOptions {
  /** A path, or a URL that `save` takes. */
  filename: string | URL;
  /** What stands between values; a comma by default. */
  separator?: string;
  /** Whether rows go behind those of a file that is there. */
  append?: boolean;
}

/**
 * Writes a line of logs for every epoch into a CSV file, which is whole after each.
 *
 * @throws FormatError or DeviceError when the file cannot be written.
 * @example new callbacks.CSVLogger({ filename: "log.csv" }).separator // ,
 */
export class CSVLogger extends Callback {
  readonly filename: string | URL;
  readonly separator: string;
  readonly append: boolean;
  #text = "";
  #keys: string[] | undefined;

  constructor(options: CSVLoggerOptions) {
    super();
    const keys = ["filename", "separator", "append"];
    const own = checkOptions("CSVLogger", options, keys, 'new CSVLogger({ filename: "log.csv" })');
    this.filename = own.filename;
    this.separator = own.separator ?? ",";
    this.append = own.append ?? false;
    if (!(typeof this.filename === "string" || this.filename instanceof URL) || String(this.filename) === "")
      throw new ValueError("CSVLogger", "filename is no path", { received: { filename: this.filename } });
    if (typeof this.separator !== "string" || this.separator.length !== 1)
      throw new ValueError("CSVLogger", "separator is no single character", {
        received: { separator: this.separator },
      });
  }

  override async onTrainBegin(): Promise<void> {
    this.#keys = undefined;
    this.#text = this.append ? await existing(this.filename) : "";
    await this.#write();
  }

  override async onEpochEnd(epoch: number, logs: Logs = {}): Promise<void> {
    if (!this.#keys) {
      const keys = Object.keys(logs).sort();
      const validated = keys.some((key) => key.startsWith("val_"));
      this.#keys = validated ? keys : [...keys, ...keys.map((key) => `val_${key}`)];
      if (this.#text === "") this.#line(["epoch", ...this.#keys]);
    }
    this.#line([String(epoch), ...this.#keys.map((key) => shown(logs[key]))]);
    await this.#write();
  }

  #line(fields: readonly string[]): void {
    const quoted = fields.map((field) =>
      [this.separator, '"', "\r", "\n"].some((c) => field.includes(c)) ? `"${field.replaceAll('"', '""')}"` : field,
    );
    this.#text += `${quoted.join(this.separator)}\r\n`;
  }

  async #write(): Promise<void> {
    await writeBytes(this.filename, new TextEncoder().encode(this.#text));
  }
}

/** What is in the file; nothing when there is none. */
async function existing(filename: string | URL): Promise<string> {
  const bytes = await readBytes(filename).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  return bytes ? new TextDecoder().decode(bytes) : "";
}

/** A value of the logs, which may be a list. */
function shown(value: unknown): string {
  if (value === undefined) return "NA";
  return Array.isArray(value) ? `"[${value.map(String).join(", ")}]"` : String(value);
}
