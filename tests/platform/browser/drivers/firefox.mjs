/** Firefox, headless, over WebDriver BiDi. */
import { startBrowser } from "./puppeteer.mjs";

export const programs = { browser: ["/usr/bin/firefox-esr", "/usr/bin/firefox"] };
export const packages = ["firefox-esr"];

export function start({ browser: executablePath }) {
  return startBrowser({ browser: "firefox", executablePath });
}
