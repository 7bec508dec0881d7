/** Files of models while they are open. */
import { type FileSet, type FileSource, openBeside, openFile, type ReadOptions, sourceName } from "../platform/files";
import { openStored } from "../saving/open";
import type { StoredModel } from "../saving/stored";

/** How to open a file. */
export interface OpenedOptions extends ReadOptions {
  /** The files that it names, where they are not beside it. */
  files?: FileSet | undefined;
  /** The backend of a file of Keras 1, which does not say it. */
  backend?: string | undefined;
}

/** Opens a file, and those that it names, while `body` runs on what they hold. */
export async function withStored<T>(
  source: FileSource,
  options: OpenedOptions,
  body: (stored: StoredModel) => Promise<T>,
  check = true,
): Promise<T> {
  const file = await openFile(source, options);
  const { open: beside, close } = openBeside(source, options.files, options);
  try {
    const stored = await openStored(file, sourceName(source), { beside, check });
    const { writer } = stored;
    return await body({ ...stored, writer: { ...writer, backend: options.backend ?? writer.backend } });
  } finally {
    await close();
    await file.close();
  }
}
