/** What Chromium and Firefox share: puppeteer-core drives both. */
/** Starts a browser with one page. */
export async function startBrowser(options) {
  const { launch } = await import("puppeteer-core");
  const browser = await launch({ headless: true, protocolTimeout: 300_000, ...options });
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1080, height: 760 });
    const messages = [];
    page.on("console", (message) => message.type() === "error" && messages.push(message.text()));
    page.on("pageerror", (error) => messages.push(error.message));
    return {
      version: await browser.version(),
      messages,
      open: async (url) => {
        messages.length = 0;
        await page.goto(url);
      },
      evaluate: (run, ...args) => page.evaluate(run, ...args),
      screenshot: (path) => page.screenshot({ path }),
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
