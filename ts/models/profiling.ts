/** Measures a step of a model, instruction by instruction. Loaded when somebody asks. */
import { engine, info, init } from "../backend/engine";
import type { DeviceBuffer, Program, StepTime } from "../core/device";
import { ShapeError } from "../core/errors";
import { checkOptions } from "../core/options";
import type { Variable } from "../core/variable";
import type { Layer } from "../layers/core/layer";
import type { DataLike } from "./data";
import { prepare } from "./fit";
import { count } from "./fit_options";
import type { Model } from "./model";
import { Profile, type ProfileOptions } from "./profile_report";
import { open, rowOrder } from "./training";

/** Steps that are run before times count. */
const WARM = 3;
/** Milliseconds that the repetitions take together, about, unless their number is given. */
const SPENT = 500;
const LEAST = 5;
const MOST = 1000;

/** See `model.profile`. */
export async function profile(model: Model, x: DataLike, y: DataLike, options: ProfileOptions): Promise<Profile> {
  const where = `${model.name}.profile`;
  const own = checkOptions(where, options, ["batchSize", "repeats"], "model.profile(x, y, { batchSize: 32 })");
  const mode = y === undefined || y === null ? "predict" : "train";
  if (mode === "train") model.compiledOrThrow("profile");
  const batch = prepare(model, "profile", x, y, undefined);
  if (batch.count === 0) throw new ShapeError(where, "the data is empty", { expected: "at least one row" });
  const batchSize = Math.min(batch.count, count(where, "batchSize", own.batchSize, 32));
  const step = await model.programs.get(mode, batch, batchSize);
  const source = open(batch);
  const kept = mode === "train" ? valuesOf(model) : [];
  try {
    source.order(rowOrder(batch.count, false));
    const { feeds } = source.window(0, batchSize, 1);
    const { program } = step;
    const time = (repeats: number): Promise<StepTime> => engine().exclusive(() => program.time(feeds, repeats));
    const { step: one } = await time(WARM);
    const fits = Math.max(LEAST, Math.min(MOST, Math.ceil(SPENT / Math.max(one, 1e-3))));
    const repeats = count(where, "repeats", own.repeats, fits);
    const alone = await time(repeats);
    const { threads } = info();
    return new Profile({
      model: model.name,
      mode,
      batchSize,
      order: layersIn(model).map(({ name }) => name),
      compile: step.times,
      memory: model.memory(),
      ...alone,
      threads: { count: threads, step: threads > 1 ? await together(program, feeds, threads, repeats) : alone.step },
    });
  } finally {
    source.dispose();
    for (const [variable, values] of kept) variable.write(values);
  }
}

/** The least milliseconds of a step on all threads. */
async function together(
  program: Program,
  feeds: readonly DeviceBuffer[],
  threads: number,
  repeats: number,
): Promise<number> {
  await init({ threads });
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < repeats; i++) {
    const run = await engine().exclusive(() => program.start(feeds, 1));
    const before = performance.now();
    while (!(await run.advance(Number.POSITIVE_INFINITY)));
    least = Math.min(least, performance.now() - before);
  }
  return least;
}

/** All that a step of training changes. */
function valuesOf(model: Model): [Variable, ReturnType<Variable["read"]>][] {
  const { optimizer, named } = model.compiledOrThrow("profile");
  const all = [...model.weights, ...optimizer.variables, ...named.flatMap(({ metric }) => metric.variables)];
  return all.map((variable) => [variable, variable.read().slice() as ReturnType<Variable["read"]>]);
}

/** The layers, and those inside, each before what it holds. */
function layersIn(layer: Layer): Layer[] {
  return (layer.listedLayers ?? layer.sublayers).flatMap((inner) => [inner, ...layersIn(inner)]);
}
