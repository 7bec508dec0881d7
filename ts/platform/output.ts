/** Text for people: the terminal of Node, Deno and Bun, the console of browsers. */

interface Host {
  stdout?: Stream;
  stderr?: Stream;
  exitCode?: number;
}

interface Stream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

function host(): Host | undefined {
  return (globalThis as { process?: Host }).process;
}

function stream(): Stream | undefined {
  return host()?.stdout;
}

/** Whether lines can be overwritten. */
export function isTerminal(): boolean {
  return stream()?.isTTY === true;
}

/** The width of the terminal. */
export function terminalColumns(): number {
  return stream()?.columns ?? 100;
}

/** Writes text as it is; without a stream, whole lines go to the console. */
export function writeText(text: string): void {
  const out = stream();
  if (out) out.write(text);
  else if (text.endsWith("\n")) console.log(text.slice(0, -1).replace(/^.*\r/s, ""));
}

/** Writes an error's text. */
export function writeError(text: string): void {
  host()?.stderr?.write(text);
}

/** Whether lines of errors can be overwritten. */
export function errorsAreTerminal(): boolean {
  return host()?.stderr?.isTTY === true;
}

/** What the process answers with when it ends. */
export function setExitCode(code: number): void {
  const own = host();
  if (own) own.exitCode = code;
}
