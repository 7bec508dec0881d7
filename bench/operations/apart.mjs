// The peers in a process of their own, which takes its turns: for a flag of V8 that only keratin's process has.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { OPERATIONS } from "./all.mjs";
import { stretch } from "./clock.mjs";
import { values } from "./inputs.mjs";
import * as jax from "./jax.mjs";
import * as tfjs from "./tfjs.mjs";

const PEERS = [tfjs, jax];

/** The peers as sides of this process; `leave` ends theirs. */
export async function apart() {
  const child = fork(fileURLToPath(import.meta.url), [], { serialization: "advanced" });
  const waiting = [];
  child.on("message", ({ error, result }) => {
    const { resolve, reject } = waiting.shift();
    if (error) reject(new Error(error));
    else resolve(result);
  });
  child.on("exit", () => {
    for (const { reject } of waiting.splice(0)) reject(new Error("the process of the peers ended"));
  });
  const ask = (...message) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      child.send(message);
    });
  const libraries = PEERS.map(({ name }) => ({
    name,
    async open(op) {
      await ask("open", name, op.name);
      return {
        stretch: (repeats) => ask("stretch", name, repeats),
        read: () => ask("read", name),
        close: () => ask("close", name),
      };
    },
  }));
  await ask("start");
  return { libraries, leave: () => child.disconnect() };
}

const sides = new Map();
const ANSWERS = {
  async start() {
    for (const peer of PEERS) await peer.start();
  },
  async open(name, title) {
    const op = OPERATIONS.find((known) => known.name === title);
    const peer = PEERS.find((known) => known.name === name);
    sides.set(
      name,
      await peer.open(
        op,
        op.inputs.map(({ shape, seed }) => values(shape, seed)),
      ),
    );
  },
  stretch: (name, repeats) => stretch(sides.get(name), repeats),
  read: (name) => sides.get(name).read(),
  close(name) {
    sides.get(name).close();
    sides.delete(name);
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.on("message", async ([what, ...args]) => {
    try {
      process.send({ result: await ANSWERS[what](...args) });
    } catch (error) {
      process.send({ error: String(error?.message ?? error) });
    }
  });
}
