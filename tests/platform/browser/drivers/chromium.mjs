/** Chromium, headless. */
import { startBrowser } from "./puppeteer.mjs";

export const programs = {
  browser: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
};
export const packages = ["chromium"];

export function start({ browser: executablePath }) {
  return startBrowser({ browser: "chrome", executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}
