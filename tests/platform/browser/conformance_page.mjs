/** Targets that open the conformance page, which measures its main thread while a network trains. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "./drivers/index.mjs";
import { figuresOf, problemsOf } from "./figures.mjs";
import { ISOLATED } from "./headers.mjs";
import { makeSite } from "./site.mjs";
import { findBrowser, TITLES, visit } from "./target.mjs";

/** The hash of this process; it is computed once. */
let known;
function hashInNode(lab) {
  known ??= (async () => {
    const project = await lab.project();
    const [keratin, { conform }] = await Promise.all(
      ["node_modules/keratin/build/dist/keratin.js", "conformance.mjs"].map(
        (file) => import(pathToFileURL(join(project, file)).href),
      ),
    );
    return (await conform(keratin)).hash;
  })();
  return known;
}

const REMARK = "30 frames a second, cancels within 200 ms; with threads no task over 50 ms";

/** One thread is the page's own, in slices and without COOP/COEP; with two it has nothing to do but wait. */
export function conformanceTarget(name) {
  return {
    name: `${TITLES[name]}, conformance page`,
    threads: [1, 2],
    find: () => findBrowser(name),
    async open(_found, lab) {
      const folder = await makeSite(lab);
      const kept = join(lab.root, "build/dist/platform/page");
      await mkdir(kept, { recursive: true });
      return { folder, kept, browser: await launch(name) };
    },
    async run({ folder, kept, browser }, threads, lab) {
      const server = await lab.serve(folder, { headers: threads > 1 ? ISOLATED : {} });
      try {
        let problems = [];
        // A machine may be busy with something else: once more, before it is a failure.
        for (let tries = 0; tries < 2; tries++) {
          const url = `${server.url}/page/`;
          const report = await visit(browser, url, lab.options(threads), `&expect=${await hashInNode(lab)}`);
          const figures = figuresOf(report);
          problems = problemsOf(report);
          const file = join(kept, `${name}-${threads}`);
          await browser.screenshot(`${file}.png`);
          await writeFile(`${file}.json`, `${JSON.stringify(figures, null, 2)}\n`);
          console.log(`     ${figures.text}`);
          if (!problems.length) return { ...report, remark: REMARK };
        }
        throw new Error(problems.join("; "));
      } finally {
        await server.close();
      }
    },
    close: ({ browser }) => browser.close(),
  };
}
