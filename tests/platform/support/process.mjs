/** Programs as processes of their own. */
import { spawn } from "node:child_process";
import { basename } from "node:path";

const MINUTES = 3;

/** What a failed program had to say: the line that names the error first. Lines of minified code are cut. */
function complaint(text) {
  const lines = text
    .trim()
    .split("\n")
    .map((line) => line.trim().slice(0, 240));
  const first = lines.find((line) => /^(\w*Error|error)\b/.test(line));
  return [first, ...lines.slice(-20)].filter((line) => line !== undefined).join("\n");
}

/** Runs a command to its end. Both texts come back; a failure throws with the end of what was printed. */
export function execute(command, args, { cwd, env = {}, input } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, NO_COLOR: "1", ...env } });
    const out = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) {
      child[name].setEncoding("utf8");
      child[name].on("data", (text) => (out[name] += text));
    }
    const timer = setTimeout(() => child.kill("SIGKILL"), MINUTES * 60_000);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) return resolve(out);
      const how = signal === "SIGKILL" ? `did not end within ${MINUTES} minutes` : `ended with ${code ?? signal}`;
      const what = [basename(command), ...args.map((arg) => basename(arg))].join(" ");
      reject(new Error(`${what} ${how}: ${complaint(out.stderr + out.stdout)}`));
    });
    child.stdin.end(input);
  });
}

/** Runs a conformance program with options for `init`: its report is the last line it prints. */
export async function report(command, args, options, how) {
  const { stdout, stderr } = await execute(command, [...args, JSON.stringify(options)], how);
  const line = stdout.trim().split("\n").at(-1);
  if (!line?.startsWith("{")) throw new Error(`${command} printed no report:\n${stdout}${stderr}`);
  return JSON.parse(line);
}

/** Runs npm: the one that runs us, since a dependency may have put another on the path. */
export function npm(args, how) {
  const path = process.env.npm_execpath;
  return path ? execute(process.execPath, [path, ...args], how) : execute("npm", args, how);
}
