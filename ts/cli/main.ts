/** The `keratin` command. */
import { Command, InvalidArgumentError } from "commander";
import { inspectFile, KeratinError } from "keratin";
import { VERSION } from "../core/version";
import { writeBytes } from "../platform/files";
import { setExitCode, terminalColumns, writeError, writeText } from "../platform/output";
import { bench, benchText, type MeasureOptions, profile } from "./measure";
import { progressLine } from "./progress";
import { reportText } from "./text";

const program = new Command("keratin");

program
  .description("Looks into files of Keras models, and measures them.")
  .version(VERSION)
  .showHelpAfterError("(keratin --help tells more)");

program
  .command("info")
  .description("prints what is in a model's file, without loading its weights")
  .argument(
    "<file>",
    "a .keras file, HDF5 (.h5, .weights.h5), a model.json, .weights.json or .safetensors; a path or URL",
  )
  .option("--json", "as JSON, for programs")
  .option("--backend <name>", "the backend that wrote a file of Keras 1: tensorflow or theano", backend)
  .action(async (file: string, options: { json?: boolean; backend?: "tensorflow" | "theano" }) => {
    const progress = progressLine();
    const { backend } = options;
    const report = await inspectFile(file, { ...(backend ? { backend } : {}), onProgress: progress.show }).finally(
      progress.clear,
    );
    const text = options.json
      ? JSON.stringify(report, null, 2)
      : reportText(file, report, terminalColumns()).join("\n");
    writeText(`${text}\n`);
    if (report.problems.length) setExitCode(2);
  });

/** Options of what measures. */
function measuring(command: Command): Command {
  return command
    .argument("<file>", "a model's file, as `keratin info` takes it")
    .option("--batch <rows>", "rows of a batch", whole, 32)
    .option("--size <n>", "sizes that the model leaves open, such as lengths of sequences", whole)
    .option("--threads <n>", "the most threads", whole)
    .option("--json", "as JSON, for programs");
}

measuring(program.command("bench").description("measures how fast a model predicts and trains here, on made-up data"))
  .option("--no-train", "predictions alone")
  .action(async (file: string, options: MeasureOptions) => {
    const report = await bench(file, options);
    writeText(`${options.json ? JSON.stringify(report, null, 2) : benchText(report).join("\n")}\n`);
  });

measuring(program.command("profile").description("shows where the time of a prediction goes, by layers and by kernels"))
  .option("--train", "of a step of training instead")
  .option("--trace <file>", "also writes a trace of Chrome's format, for Perfetto")
  .action(async (file: string, options: MeasureOptions & { trace?: string }) => {
    const { profile: own, notes } = await profile(file, options);
    if (options.trace) await writeBytes(options.trace, new TextEncoder().encode(JSON.stringify(own.chromeTrace())));
    writeText(
      `${options.json ? JSON.stringify(own, null, 2) : [own, ...notes.map((note) => `  - ${note}`)].join("\n")}\n`,
    );
  });

function whole(value: string): number {
  const n = Number(value);
  if (Number.isInteger(n) && n > 0) return n;
  throw new InvalidArgumentError("It is a whole number from 1 up.");
}

function backend(value: string): "tensorflow" | "theano" {
  if (value === "tensorflow" || value === "theano") return value;
  throw new InvalidArgumentError("It is tensorflow or theano.");
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof KeratinError)) throw error;
  writeError(`${error.message}\n`);
  setExitCode(1);
}
