/** Uses examples/worker as a person does: start, watch it learn, stop. */

/** Clicks and waits in the page; gives the lines that it showed. */
async function use() {
  const line = document.getElementById("line");
  const until = (what) =>
    new Promise((resolve) => {
      const look = () => (what.test(line.value) ? resolve(line.value) : requestAnimationFrame(look));
      look();
    });
  document.getElementById("start").click();
  const first = await until(/^learning: epoch \d+,/);
  const later = await until(/^learning: epoch [1-9]\d+,/);
  document.getElementById("end").click();
  return { first, later, last: await until(/^done/) };
}

/** Opens the example of a site and uses it; throws when it does not learn, or does not stop. */
export async function tryExample(browser, url) {
  await browser.open(`${url}/keratin/examples/worker/`);
  const { first, later, last } = await browser.evaluate(use);
  const loss = (line) => Number(/loss ([\d.]+)/.exec(line)[1]);
  const epoch = (line) => Number(/epoch (\d+)/.exec(line)[1]);
  if (!(loss(later) < loss(first))) throw new Error(`the example does not learn: ${first}; ${later}`);
  if (!(epoch(last) < 2000)) throw new Error(`the example does not stop: ${last}`);
}
