/** Models from a server: progress, status, compression, downloads that end too early. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { FormatError, loadModel, type Progress } from "keratin";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failing, smallModel, weightsOf } from "./support";

const model = smallModel();
let file: Uint8Array;
const answers: Record<string, (response: ServerResponse) => void> = {
  "/model.keras": (response) => {
    response.writeHead(200, { "content-length": file.length });
    const half = file.length >> 1;
    response.write(file.subarray(0, half));
    setTimeout(() => response.end(file.subarray(half)), 20);
  },
  "/chunked.keras": (response) => {
    response.write(file.subarray(0, 100));
    setTimeout(() => response.end(file.subarray(100)), 20);
  },
  "/compressed.keras": (response) => {
    const packed = gzipSync(file);
    response.writeHead(200, { "content-encoding": "gzip", "content-length": packed.length });
    response.end(packed);
  },
  "/cut.keras": (response) => {
    response.writeHead(200, { "content-length": file.length });
    response.write(file.subarray(0, 200), () => response.destroy());
  },
  "/cut-chunked.keras": (response) => {
    response.write(file.subarray(0, 200), () => setTimeout(() => response.destroy(), 20));
  },
  "/page": (response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<!doctype html>");
  },
  "/empty.keras": (response) => response.end(),
  "/closed": (response) => {
    response.writeHead(403);
    response.end("no");
  },
};
const server = createServer((request, response) => {
  const answer = answers[request.url ?? ""];
  if (answer) return answer(response);
  response.writeHead(404);
  response.end();
});
let origin = "";

beforeAll(async () => {
  file = await model.save();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Loads and gives what was reported on the way. */
async function reports(path: string): Promise<Progress[]> {
  const seen: Progress[] = [];
  const loaded = await loadModel(new URL(path, origin), { onProgress: (progress) => seen.push(progress) });
  expect(await weightsOf(loaded)).toEqual(await weightsOf(model));
  return seen;
}

describe("a model from a server", () => {
  test("with progress against the announced length", async () => {
    const seen = await reports("/model.keras");
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.every(({ total }) => total === file.length)).toBe(true);
    expect(seen[0]!.loaded).toBeLessThan(file.length);
    expect(seen.map(({ loaded }) => loaded)).toEqual(seen.map(({ loaded }) => loaded).sort((a, b) => a - b));
    expect(seen.at(-1)).toEqual({ loaded: file.length, total: file.length });
  });

  test("of unknown length, and compressed on the way: the total is known at the end", async () => {
    for (const path of ["/chunked.keras", "/compressed.keras"]) {
      const seen = await reports(path);
      expect(seen[0]!.total, path).toBeUndefined();
      expect(seen.at(-1), path).toEqual({ loaded: file.length, total: file.length });
    }
  });

  test("as weights into a model", async () => {
    const other = smallModel();
    let last: Progress | undefined;
    await other.loadWeights(`${origin}/model.keras`, { onProgress: (progress) => (last = progress) });
    expect(await weightsOf(other)).toEqual(await weightsOf(model));
    expect(last).toEqual({ loaded: file.length, total: file.length });
  });

  test("that ends too early is an error that counts", async () => {
    const cut = await failing(() => loadModel(`${origin}/cut.keras`));
    expect(cut).toBe(
      `${origin}/cut.keras: cannot be read: the download ended too early. Expected ${file.length} bytes. Received bytes=200. Try again.`,
    );
    expect(await failing(() => loadModel(`${origin}/cut-chunked.keras`))).toMatch(
      /ended too early\. Received bytes=200/,
    );
  });

  test("that is not there, closed, empty, or a page", async () => {
    await expect(loadModel(`${origin}/none.keras`)).rejects.toThrow(FormatError);
    expect(await failing(() => loadModel(`${origin}/none.keras`))).toMatch(
      /none\.keras: cannot be read: the server answers HTTP 404 Not Found\./,
    );
    expect(await failing(() => loadModel(`${origin}/closed`))).toMatch(/HTTP 403 Forbidden/);
    expect(await failing(() => loadModel(`${origin}/empty.keras`))).toMatch(
      /this is (not a file of a Keras model|a web page)/,
    );
    expect(await failing(() => loadModel(`${origin}/page`))).toMatch(
      /this is (not a file of a Keras model|a web page)/,
    );
  });

  test("from a server that is not there", async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, "127.0.0.1", resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const message = await failing(() => loadModel(`http://127.0.0.1:${port}/model.keras`));
    expect(message).toMatch(/model\.keras: cannot be read: connect ECONNREFUSED 127\.0\.0\.1:\d+\. Check the address/);
  });

  test("an error of the progress function is its own", async () => {
    const stop = new Error("enough");
    const call = loadModel(`${origin}/model.keras`, {
      onProgress: () => {
        throw stop;
      },
    });
    await expect(call).rejects.toBe(stop);
  });

  test("cannot be saved there", async () => {
    expect(await failing(() => model.save(`${origin}/model.keras`))).toMatch(/cannot be saved to a server/);
  });
});
