/** Text to the number of a bucket by its hash, as TensorFlow's `to_hash_bucket_fast` and `to_hash_bucket_strong`. */
import { ValueError } from "../../core/errors";
import { farmHash64, sipHash64 } from "../../core/fingerprint";

/** A key for SipHash: two whole numbers, or one for both. */
export type Salt = number | readonly [number, number];

/** A salt as Keras keeps it. @throws ValueError for anything else. */
export function saltOf(where: string, salt: unknown): [number, number] | undefined {
  if (salt === undefined || salt === null) return undefined;
  const pair = typeof salt === "number" ? [salt, salt] : salt;
  if (Array.isArray(pair) && pair.length === 2 && pair.every((key) => Number.isSafeInteger(key))) {
    return [pair[0] as number, pair[1] as number];
  }
  throw new ValueError(where, "salt is no key", { expected: "a whole number, or two", received: { salt } });
}

const encoder = new TextEncoder();
/** Texts remembered by one hasher: categories come again and again. */
const REMEMBERED = 1 << 16;

/** A function from text to one of `count` buckets; with a salt by SipHash, else by FarmHash. */
export function bucketer(count: number, salt: readonly [number, number] | undefined): (text: string) => number {
  const size = BigInt(count);
  const key = salt && ([BigInt(salt[0]), BigInt(salt[1])] as const);
  const known = new Map<string, number>();
  return (text) => {
    let bucket = known.get(text);
    if (bucket === undefined) {
      const bytes = encoder.encode(text);
      bucket = Number((key ? sipHash64(bytes, key) : farmHash64(bytes)) % size);
      if (known.size >= REMEMBERED) known.clear();
      known.set(text, bucket);
    }
    return bucket;
  };
}
