/** Firefox, headless, over WebDriver BiDi. */
import { launch } from "./puppeteer.mjs";

export const programs = { browser: ["/usr/bin/firefox-esr", "/usr/bin/firefox"] };
export const packages = ["firefox-esr"];

export function start({ browser: executablePath }) {
  return launch({ browser: "firefox", executablePath });
}
