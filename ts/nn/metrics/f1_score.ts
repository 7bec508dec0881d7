import { checkOptions } from "../../core/options";
import type { Config } from "../core/serialize";
import { FBetaScore, type FBetaScoreOptions } from "./fbeta_score";

/**
 * The harmonic mean of precision and recall, from targets and predictions [samples, classes].
 *
 * @throws ValueError for options out of range; ShapeError for other ranks.
 * @example { const m = new metrics.F1Score({ average: "micro" }); m.updateState([[1, 0]], [[1, 0]]); m.value().toFixed(3) } // 1.000
 */
export class F1Score extends FBetaScore {
  static override className = "F1Score";
  static override aliases: readonly string[] = ["f1_score"];

  constructor(options: Omit<FBetaScoreOptions, "beta"> = {}) {
    const own = checkOptions("F1Score", options, ["average", "threshold", "name", "dtype"]);
    super({ ...own, name: own.name ?? "f1_score" });
  }

  override getConfig(): Config {
    const { beta: _beta, ...config } = super.getConfig();
    return config;
  }
}
