/** The `keratin` command. */
import { Command, InvalidArgumentError } from "commander";
import { inspectFile, KeratinError } from "keratin";
import { VERSION } from "../core/version";
import { setExitCode, terminalColumns, writeError, writeText } from "../platform/output";
import { progressLine } from "./progress";
import { reportText } from "./text";

const program = new Command("keratin");

program
  .description("Looks into files of Keras models.")
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
