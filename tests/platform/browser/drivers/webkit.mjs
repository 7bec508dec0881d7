/** WebKitGTK: its MiniBrowser, by plain W3C WebDriver, on a screen that nobody sees. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const libraries = ["x86_64", "aarch64"].map((cpu) => `/usr/lib/${cpu}-linux-gnu`);
export const programs = {
  driver: ["/usr/bin/WebKitWebDriver"],
  browser: libraries.flatMap((folder) => [
    `${folder}/webkit2gtk-4.1/MiniBrowser`,
    `${folder}/webkit2gtk-4.0/MiniBrowser`,
  ]),
  screen: ["/usr/bin/Xvfb"],
};
export const packages = ["webkit2gtk-driver", "xvfb"];

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Starts a screen; gives the process and its number. */
async function startScreen(program) {
  const screen = spawn(program, ["-displayfd", "3", "-screen", "0", "1080x800x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [number] = await Promise.race([once(screen.stdio[3], "data"), once(screen, "exit").then(() => [""])]);
  if (!String(number).trim()) throw new Error("Xvfb gave no screen");
  return { screen, display: `:${String(number).trim()}` };
}

/** Requests to the driver; its errors become errors. */
function client(port) {
  return async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
}

async function untilReady(request, driver) {
  for (const end = performance.now() + 20_000; performance.now() < end && driver.exitCode === null; ) {
    if (await request("GET", "/status").catch(() => undefined)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("WebKitWebDriver does not answer");
}

export async function start({ driver: driverPath, browser, screen: screenPath }) {
  const runtime = await mkdtemp(join(tmpdir(), "keratin-webkit-"));
  const { screen, display } = await startScreen(screenPath);
  const port = await freePort();
  const driver = spawn(driverPath, ["-p", String(port)], {
    stdio: "ignore",
    env: {
      ...process.env,
      DISPLAY: display,
      XDG_RUNTIME_DIR: runtime,
      HOME: runtime,
      JSC_useSharedArrayBuffer: "1",
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
      WEBKIT_DISABLE_COMPOSITING_MODE: "1",
    },
  });
  const stop = async () => {
    driver.kill();
    screen.kill();
    await rm(runtime, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const request = client(port);
    await untilReady(request, driver);
    const { sessionId, capabilities } = await request("POST", "/session", {
      capabilities: {
        alwaysMatch: {
          browserName: "MiniBrowser",
          "webkitgtk:browserOptions": { binary: browser, args: ["--automation"] },
        },
      },
    });
    const session = `/session/${sessionId}`;
    await request("POST", `${session}/timeouts`, { script: 300_000, pageLoad: 60_000 });
    return {
      version: `${capabilities.browserName} ${capabilities.browserVersion}`,
      messages: [],
      open: (url) => request("POST", `${session}/url`, { url }),
      evaluate: async (run, ...args) => {
        const script = `const done = arguments[arguments.length - 1];
          Promise.resolve((${run})(...[].slice.call(arguments, 0, -1)))
            .then((value) => done({ value }), (error) => done({ error: String(error) }));`;
        const { value, error } = await request("POST", `${session}/execute/async`, { script, args });
        if (error) throw new Error(error);
        return value;
      },
      screenshot: async (path) => writeFile(path, Buffer.from(await request("GET", `${session}/screenshot`), "base64")),
      close: async () => {
        await request("DELETE", session).catch(() => undefined);
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
