/** Opens a file of a model: finds out what it is by its first bytes, never by its name. */
import { FormatError } from "../core/errors";
import type { OpenBeside, OpenFile } from "../platform/files";
import { EXPECTED, foreign, foreignKind } from "./foreign";
import { readH5 } from "./h5";
import { openHdf5 } from "./hdf5/open";
import { isHdf5 } from "./hdf5/superblock";
import { datasetTree } from "./hdf5/tree";
import { type JsonValue, parseJson } from "./json";
import { readKeras, writerOf } from "./keras";
import { Pages } from "./pages";
import { isSafetensors, readSafetensors } from "./safetensors";
import { isShardIndex, readShards } from "./shards";
import type { StoredModel } from "./stored";
import { isTfjs, readTfjs } from "./tfjs";
import { isZip } from "./zip";

/** A config is no longer than this. */
const MOST_JSON = 2 ** 28;

/** How to open. */
export interface OpenOptions {
  /** Opens the files that this one names. */
  readonly beside: OpenBeside;
  /** Whether checksums over weights are checked; true unless said. */
  readonly check?: boolean;
}

/** What a file holds. Arrays are read from the file when they are needed, so it stays open. */
export async function openStored(file: OpenFile, where: string, options: OpenOptions): Promise<StoredModel> {
  const pages = Pages.from(file);
  const head = await pages.settle(() => pages.slice(0, Math.min(pages.size, 1024)));
  if (isZip(head)) return keras(pages, where, options.check ?? true);
  if (isSafetensors(head, pages.size)) return readSafetensors(pages, where);
  if (isHdf5(head)) return readH5(await pages.settle(() => openHdf5(pages, where)), where, pages.size);
  if (/^\uFEFF?\s*\{/.test(new TextDecoder().decode(head)))
    return json(await readText(pages, where), where, pages.size, options);
  const kind = foreignKind(head, where);
  if (kind) throw foreign(kind, where);
  throw new FormatError(where, "this is not a file of a Keras model", {
    expected: EXPECTED,
    received: { bytes: pages.size, start: Array.from(head.subarray(0, 4)) },
  });
}

async function keras(pages: Pages, where: string, check: boolean): Promise<StoredModel> {
  const { metadata, config, weights, assets } = await readKeras(pages, where, check);
  return {
    where,
    format: "keras",
    bytes: pages.size,
    writer: writerOf(metadata),
    saved: metadata.date_saved,
    config,
    weights: datasetTree(weights),
    assets,
  };
}

async function readText(pages: Pages, where: string): Promise<JsonValue> {
  if (pages.size > MOST_JSON) {
    throw new FormatError(where, "the JSON is too long", {
      expected: `${MOST_JSON} bytes or fewer`,
      received: { bytes: pages.size },
    });
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await pages.whole());
  } catch {
    throw new FormatError(where, "the text is not UTF-8");
  }
  return parseJson(text, where);
}

function json(
  value: JsonValue,
  where: string,
  bytes: number,
  { beside }: OpenOptions,
): StoredModel | Promise<StoredModel> {
  if (isTfjs(value)) return readTfjs(value, where, bytes, beside);
  if (isShardIndex(value)) return readShards(value, where, bytes, beside);
  const { keras_version: version, backend } = value as { [key: string]: JsonValue };
  const writer = {
    name: "Keras",
    version: typeof version === "string" ? version : "",
    ...(typeof backend === "string" ? { backend } : {}),
  };
  return { where, bytes, format: "json", writer, config: value, assets: new Map() };
}
