/** Object headers as the HDF5 library's earliest format has them: version 1, all messages in one block. */

import { ValueError } from "../../core/errors";
import { encodeText, type Pen, type Places, pad8 } from "./emit";
import { MESSAGE } from "./header";
import type { Hdf5AttributeSpec } from "./spec";
import { prepare, type StringHeap, spaceSize, type Value, writeSpace, writeValue } from "./writevalues";

/** No message may be larger: its size is a 16-bit number, a multiple of 8. */
const MOST_MESSAGE = 65528;

/** A message to write: its type, flags, size and a function that writes that many bytes or fewer. */
export interface MessagePlan {
  type: number;
  flags: number;
  size: number;
  write: (pen: Pen) => void;
}

/** Plans an object header of some messages; returns its address and how to write it (specification IV.A.1.a). */
export function planHeader(
  places: Places,
  messages: readonly MessagePlan[],
): { address: number; write: (pen: Pen) => void } {
  const size = messages.reduce((sum, message) => sum + 8 + message.size, 0);
  const address = places.take(16 + size);
  const write = (pen: Pen): void => {
    pen.to(address);
    pen.u8(1, 0);
    pen.u16(messages.length);
    pen.u32(1);
    pen.u32(size);
    pen.u32(0);
    for (const message of messages) {
      pen.u16(message.type);
      pen.u16(message.size);
      pen.u8(message.flags, 0, 0, 0);
      const start = pen.pos;
      message.write(pen);
      pen.to(start + message.size);
    }
  };
  return { address, write };
}

/** The messages of an object's attributes; ValueError, naming `where`, when one cannot be written. */
export function attributeMessages(
  attributes: ReadonlyMap<string, Hdf5AttributeSpec> | undefined,
  heap: StringHeap,
  where: string,
): MessagePlan[] {
  if ((attributes?.size ?? 0) > 60_000)
    throw new ValueError(where, "an object has too many attributes", { expected: "60000 or fewer" });
  return Array.from(attributes ?? [], ([name, spec]) => {
    const place = `${where}@${name}`;
    if (name === "" || name.includes("\0")) throw new ValueError(place, "an attribute cannot have this name");
    return attributeMessage(name, prepare(spec, heap, place), place);
  });
}

/** An attribute message (specification IV.A.2.m): version 1, or 3 when the name is not ASCII. */
function attributeMessage(name: string, value: Value, where: string): MessagePlan {
  const bytes = encodeText(`${name}\0`);
  const plain = bytes.length === name.length + 1;
  const filled = plain ? pad8 : (size: number): number => size;
  const space = spaceSize(value.shape);
  const size = pad8((plain ? 8 : 9) + filled(bytes.length) + filled(value.type.length) + space + value.size);
  if (size > MOST_MESSAGE) {
    throw new ValueError(where, "an attribute is too large", {
      expected: `at most ${MOST_MESSAGE} bytes`,
      received: { bytes: size },
      fix: "Split it over several attributes, or write a dataset",
    });
  }
  const write = (pen: Pen): void => {
    pen.u8(plain ? 1 : 3, 0);
    pen.u16(bytes.length);
    pen.u16(value.type.length);
    pen.u16(space);
    if (!plain) pen.u8(1);
    for (const part of [bytes, value.type]) {
      const start = pen.pos;
      pen.raw(part);
      pen.to(start + filled(part.length));
    }
    writeSpace(pen, value.shape);
    writeValue(pen, value);
  };
  return { type: MESSAGE.attribute, flags: 0, size, write };
}

/** The messages of a dataset whose bytes lie in one piece at `address` (undefined when it has none). */
export function datasetMessages(value: Value, address: number | undefined): MessagePlan[] {
  return [
    { type: MESSAGE.dataspace, flags: 0, size: spaceSize(value.shape), write: (pen) => writeSpace(pen, value.shape) },
    { type: MESSAGE.datatype, flags: 1, size: pad8(value.type.length), write: (pen) => pen.raw(value.type) },
    // Fill value, version 2: allocated late, written if set, the default (zeros).
    { type: MESSAGE.fill, flags: 1, size: 8, write: (pen) => pen.u8(2, 2, 2, 1) },
    {
      type: MESSAGE.layout,
      flags: 0,
      size: 24,
      write: (pen) => {
        pen.u8(3, 1);
        pen.u64(address);
        pen.u64(value.size);
      },
    },
  ];
}
