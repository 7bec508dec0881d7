/** Two trainings at once, predictions and evaluations between their steps, a worker that dies: in a page. */
import { launch } from "./drivers/index.mjs";
import { ISOLATED } from "./headers.mjs";
import { makeSite } from "./site.mjs";
import { findBrowser, TITLES, visit } from "./target.mjs";

/** A check in a browser: with COOP/COEP on two threads and on one, then without them, in slices. */
export function turnsCheck(name) {
  return {
    name: `turns, ${TITLES[name]}`,
    find: () => findBrowser(name),
    async run(_found, lab) {
      const site = await makeSite(lab);
      const browser = await launch(name);
      try {
        for (const [headers, threads] of [
          [ISOLATED, 2],
          [ISOLATED, 1],
          [{}, 1],
        ]) {
          const server = await lab.serve(site, { headers });
          try {
            const { info } = await visit(browser, `${server.url}/turns.html`, { threads });
            if (info.threads !== threads) throw new Error(`${info.threads} threads run, not ${threads}`);
          } finally {
            await server.close();
          }
        }
      } finally {
        await browser.close();
      }
    },
  };
}
