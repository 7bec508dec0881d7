/** What is known not to work, or to differ from the writer, and why: a table of its own, for the tests and the docs. */
import type { Form } from "./files-support";

/** What is expected of a file that is not read, predicted, saved and trained like the others. */
export interface Known {
  /** keratin does not read it, in these words. */
  refused?: RegExp;
  /** The predictions differ, and why. */
  predictions?: string;
  /** `.keras` cannot say it, in these words. */
  notSaved?: RegExp;
  notTrained?: RegExp;
  /** A step of training differs, and why. */
  step?: string;
}

/** Environment, case and form that an entry is for. */
interface Entry extends Known {
  environment: RegExp;
  kind: RegExp;
  form?: RegExp;
}

const KNOWN: readonly Entry[] = [];

/** What is known of a form of a case. */
export function known(environment: string, kind: string, form: Form): Known {
  return (
    KNOWN.find(
      (entry) => entry.environment.test(environment) && entry.kind.test(kind) && (entry.form?.test(form) ?? true),
    ) ?? {}
  );
}
