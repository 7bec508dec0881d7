/** Files that another file names: beside it, or among those that the user gave. */
import { FormatError } from "../../core/errors";
import { isMissing } from "./failure";
import type { FileSource, OpenFile } from "./types";

/** Files by their names: those that the user dropped or picked, or a record. */
export type FileSet = readonly (File | Blob)[] | Readonly<Record<string, FileSource>>;

/** Opens the file that another one names. */
export type OpenBeside = (name: string) => Promise<OpenFile>;

/** A name that leads nowhere but below the folder of the file that has it. */
function checkName(name: string, where: string): void {
  const parts = name.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..") || /[\\:?#\0]/.test(name)) {
    throw new FormatError(where, "it names a file that is not beside it", {
      expected: "a name, or a path into folders below",
      received: { name },
    });
  }
}

/** What opens files beside a source. */
export function besideOf(
  source: FileSource,
  where: string,
  files: FileSet | undefined,
  open: (source: FileSource) => Promise<OpenFile>,
): OpenBeside {
  return async (name) => {
    checkName(name, where);
    const given = files && find(files, name);
    if (given) return open(given);
    const place = files ? undefined : placeBeside(source, name);
    const missing = new FormatError(where, `the file "${name}" that it names is missing`, {
      fix: place ? "Put it beside the first" : "Give it as well: loadModel(first, { files: [others] })",
    });
    if (!place) throw missing;
    try {
      return await open(place);
    } catch (error) {
      throw isMissing(error) ? missing : error;
    }
  };
}

function find(files: FileSet, name: string): FileSource | undefined {
  const last = name.split("/").at(-1)!;
  if (Array.isArray(files)) {
    const named = files as readonly { name?: string }[];
    return (named.find((file) => file.name === name) ?? named.find((file) => file.name === last)) as Blob | undefined;
  }
  const record = files as Readonly<Record<string, FileSource>>;
  return Object.hasOwn(record, name) ? record[name] : Object.hasOwn(record, last) ? record[last] : undefined;
}

/** The place of a name beside that of a source; bytes and Blobs have none. */
export function placeBeside(source: FileSource, name: string): FileSource | undefined {
  if (source instanceof URL) return sameKind(source, name);
  if (typeof source !== "string" || /^(data|blob):/i.test(source)) return undefined;
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(source) || /^file:/i.test(source)) return sameKind(new URL(source), name)?.href;
  const end = Math.max(source.lastIndexOf("/"), source.lastIndexOf("\\")) + 1;
  return source.slice(0, end) + name;
}

function sameKind(url: URL, name: string): URL | undefined {
  if (/^(data|blob):/i.test(url.protocol)) return undefined;
  const beside = new URL(url);
  // A name of a private store has no slashes before it: opfs://NAME.
  if (beside.pathname === "" || beside.pathname === "/") beside.host = encodeURIComponent(name);
  else beside.pathname = beside.pathname.replace(/[^/]*$/, name.split("/").map(encodeURIComponent).join("/"));
  return beside;
}
