/** Why a file could not be read or written, in one wording for all places. */
import { FormatError, KeratinError } from "../../core/errors";

const MISSING = "there is no such file";
const FOLDER = "it is a folder";
const DENIED = "permission is denied";
const FULL = "there is no room left";

/** By the codes of file systems, and the names of the errors of browsers and Deno. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: MISSING,
  NotFoundError: MISSING,
  NotFound: MISSING,
  EISDIR: FOLDER,
  TypeMismatchError: FOLDER,
  ENOTDIR: "a part of the path is no folder",
  EACCES: DENIED,
  EPERM: DENIED,
  ERR_ACCESS_DENIED: DENIED,
  NotAllowedError: DENIED,
  SecurityError: DENIED,
  PermissionDenied: DENIED,
  NotCapable: DENIED,
  EROFS: "the file system is read-only",
  ENOSPC: FULL,
  EDQUOT: FULL,
  QuotaExceededError: FULL,
  ERR_INVALID_ARG_VALUE: "the path has characters that no path has",
  NoModificationAllowedError: "it is open for writing elsewhere",
};

/** The words for an error of the host; its own text where there are none. */
export function reasonOf(error: unknown): string {
  const { code, name, message } = (error ?? {}) as { code?: unknown; name?: string; message?: string };
  return REASONS[String(code)] ?? REASONS[name ?? ""] ?? (message ?? String(error)).replace(/[.!?]+$/, "");
}

/** The error of a file that cannot be read or written; our own errors stay what they are. */
export function failure(
  where: string,
  verb: "read" | "written" | "removed",
  error: unknown,
  fix?: string,
): KeratinError {
  if (error instanceof KeratinError) return error;
  const reason = reasonOf(error);
  const own = reason === FULL ? "Remove files that are no longer needed" : fix;
  return new FormatError(where, `cannot be ${verb}: ${reason}`, { fix: own, cause: error });
}

/** Whether an error says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return error instanceof FormatError && error.message.includes(MISSING);
}

/** The error of a file that is not there. */
export function missing(where: string): FormatError {
  return new FormatError(where, `cannot be read: ${MISSING}`);
}
