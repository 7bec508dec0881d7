/**
 * The shape of a target: the default export of a file in targets/.
 *
 * @typedef {object} Target
 * @property {string} name What the table and `--only` call it.
 * @property {readonly number[]} threads Numbers of threads to run with: one row of the table for each.
 * @property {(lab: Lab) => Promise<Found | { missing: string }>} find Looks for the runtime, or says what was tried.
 * @property {(found: Found, lab: Lab) => Promise<unknown>} [open] Makes what all runs share. Default: `found`.
 * @property {(session: any, threads: number, lab: Lab) => Promise<Report>} run Runs the program once; throws when it fails.
 * @property {(session: any) => Promise<void>} [close] Ends what `open` began.
 *
 * @typedef {{ version: string, [more: string]: unknown }} Found The version for the table, and whatever `run` needs.
 *
 * @typedef {object} Report What the conformance program gives.
 * @property {string} hash
 * @property {boolean} batchesAgree
 * @property {number} ms How long the program took, without the start of the runtime.
 * @property {{ threads: number }} [info]
 * @property {string} [remark] For the table; stable, so without times.
 *
 * @typedef {object} Lab What a target may use.
 * @property {string} root The repository.
 * @property {string} tarball The packed library.
 * @property {string} bundles Where the bundlers leave what they made, in a folder of each one's name.
 * @property {(threads: number) => object} options The options of `init`.
 * @property {() => Promise<string>} folder An empty temporary folder, removed at the end.
 * @property {() => Promise<string>} project A folder with the tarball installed and the programs beside it.
 * @property {(folder: string, options?: { headers?: Record<string, string> }) => Promise<{ url: string, close(): Promise<void> }>} serve
 *   Serves a folder on this machine. The URL ends without a slash.
 */

export {};
