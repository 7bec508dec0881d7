/**
 * Real browsers behind one interface:
 * `{ name, version, messages, open(url), evaluate(run, ...args), screenshot(path), close() }`.
 */
import { existsSync } from "node:fs";
import * as chromium from "./chromium.mjs";
import * as firefox from "./firefox.mjs";
import * as webkit from "./webkit.mjs";

const DRIVERS = { chromium, firefox, webkit };

/** The names of all browsers. */
export const BROWSERS = Object.keys(DRIVERS);

/** The programs of a browser that are on this machine, and what of it was looked for in vain. */
export function find(name) {
  const found = {};
  const missing = [];
  for (const [part, paths] of Object.entries(DRIVERS[name].programs)) {
    const path = paths.find((path) => existsSync(path));
    if (path) found[part] = path;
    else missing.push(paths.join(" or "));
  }
  return { found, missing, packages: DRIVERS[name].packages };
}

/** Starts a browser. Throws when it is not installed. */
export async function launch(name) {
  const { found, missing, packages } = find(name);
  if (missing.length) throw new Error(`not found: ${missing.join(", ")} (apt-get install ${packages.join(" ")})`);
  return { name, ...(await DRIVERS[name].start(found)) };
}

/** What a page reports: it leaves a promise in `globalThis.report`. */
export async function reportOf(browser) {
  const told = await browser.evaluate(async () => {
    // WebKitGTK calls a page loaded before its modules ran.
    const end = performance.now() + 10_000;
    while (globalThis.report === undefined && performance.now() < end) await new Promise(requestAnimationFrame);
    if (globalThis.report === undefined) return { error: "the page's program did not start" };
    try {
      return { value: await globalThis.report };
    } catch (error) {
      return { error: `${error}\n${error.stack ?? ""}` };
    }
  });
  if (told.error) throw new Error([told.error, ...browser.messages].join("\n"));
  return told.value;
}
