/** Types of the program of turns, for the tests in TypeScript. */
interface Killable {
  terminate(): unknown;
}
export declare function watchWorkers(host: object): Killable[];
export declare function takeTurns(
  keratin: object,
  options: { threads: number },
  workers: Killable[],
): Promise<{ predictions: number; info: { threads: number } }>;
