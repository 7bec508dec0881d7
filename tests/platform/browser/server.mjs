/** A static server for tests: folders under paths, with the headers that a host would send. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".png": "image/png",
  ".svg": "image/svg+xml",
};

/** What a page needs to have SharedArrayBuffer. */
const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** The file behind a path: the longest mount that begins it. */
function locate(mounts, path) {
  const [prefix] = Object.keys(mounts)
    .filter((prefix) => path.startsWith(prefix))
    .sort((a, b) => b.length - a.length);
  if (prefix === undefined) return undefined;
  const rest = normalize(path.slice(prefix.length)).replace(/^(\.\.[/\\])+/, "");
  return rest === "." ? mounts[prefix] : join(mounts[prefix], rest);
}

/**
 * Serves `mounts` (paths to folders or files) from a port of its own.
 * @param {{ mounts: Record<string, string>, isolated?: boolean, csp?: string }} options
 * @returns {Promise<{ url: string, requests: string[], close(): Promise<void> }>}
 */
export async function serve({ mounts, isolated = false, csp }) {
  const requests = [];
  const headers = {
    "Cache-Control": "no-store",
    ...(isolated ? ISOLATION : {}),
    ...(csp ? { "Content-Security-Policy": csp } : {}),
  };
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    requests.push(path);
    const file = locate(mounts, path.endsWith("/") ? `${path}index.html` : path);
    const found = file && (await stat(file).catch(() => undefined));
    if (!found?.isFile()) {
      response.writeHead(404, headers).end();
      return;
    }
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { ...headers, "Content-Type": type, "Content-Length": found.size });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
