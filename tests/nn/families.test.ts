/** get, serialize and deserialize of every family, for every member. */
import {
  activations,
  constraints,
  initializers,
  K,
  losses,
  metrics,
  optimizers,
  regularizers,
  tensor,
  ValueError,
} from "keratin";
import { describe, expect, test } from "vitest";
import { snakeClass } from "../../ts/nn/core/serialize";
import { ALL } from "../../ts/nn/gen/activations";
import { CLASSES as CONSTRAINTS } from "../../ts/nn/gen/constraints";
import { CLASSES as INITIALIZERS } from "../../ts/nn/gen/initializers";
import { CLASSES as LOSSES } from "../../ts/nn/gen/losses";
import { CLASSES as METRICS } from "../../ts/nn/gen/metrics";
import { CLASSES as OPTIMIZERS } from "../../ts/nn/gen/optimizers";
import { CLASSES as REGULARIZERS } from "../../ts/nn/gen/regularizers";

interface Member {
  getConfig(): Record<string, unknown>;
}
interface FamilyApi {
  get(identifier: unknown): Member;
  serialize(member: never): {
    module: string | null;
    class_name: string;
    config: object;
    registered_name: string | null;
  };
  deserialize(config: unknown): Member;
}

const families = {
  constraints: [constraints, CONSTRAINTS, "keras.constraints"],
  initializers: [initializers, INITIALIZERS, "keras.initializers"],
  losses: [losses, LOSSES, "keras.losses"],
  metrics: [metrics, METRICS, "keras.metrics"],
  optimizers: [optimizers, OPTIMIZERS, "keras.optimizers"],
  regularizers: [regularizers, REGULARIZERS, "keras.regularizers"],
} as unknown as Record<string, [FamilyApi, { className: string; aliases?: string[] }[], string]>;

/** Options of the classes that need some. */
const NEEDED: Record<string, object> = {
  IoU: { num_classes: 3, target_class_ids: [0, 2] },
  MeanIoU: { num_classes: 3 },
  OneHotIoU: { num_classes: 3, target_class_ids: [1] },
  OneHotMeanIoU: { num_classes: 3 },
  PrecisionAtRecall: { recall: 0.5 },
  RecallAtPrecision: { precision: 0.5 },
  SensitivityAtSpecificity: { specificity: 0.5 },
  SpecificityAtSensitivity: { sensitivity: 0.5 },
};

describe.each(Object.entries(families))("%s", (name, [family, classes, module]) => {
  test.each(
    classes.map((one) => one.className),
  )("%s goes to Keras's config and back, and is found by its names", (className) => {
    const target = classes.find((one) => one.className === className)!;
    const needed = NEEDED[className];
    const make = (name: string): Member => family.get(needed ? { class_name: name, config: needed } : name);
    for (const alias of [className, snakeClass(className), ...(target.aliases ?? [])]) {
      expect(make(alias)).toBeInstanceOf(target);
    }
    const member = make(className);
    expect(family.get(member)).toBe(member);
    const config = family.serialize(member as never);
    expect([config.module, config.class_name, config.registered_name]).toEqual([module, className, null]);
    const again = family.deserialize(JSON.parse(JSON.stringify(config)));
    expect(again).toBeInstanceOf(target);
    expect(family.serialize(again as never)).toEqual(config);
    expect(family.get(config)).toBeInstanceOf(target);
  });

  test("unknown names are errors that list the known ones", () => {
    const attempt = (): unknown => family.get("nobody");
    expect(attempt).toThrow(ValueError);
    expect(attempt).toThrow(
      new RegExp(`${name}: "nobody" is unknown\\. Expected one of (\\w+, )*\\w+\\. .*customObjects`),
    );
    for (const { className } of classes) {
      expect(attempt).toThrow(new RegExp(`[ ,](${snakeClass(className)}|${className.toLowerCase()})[,.]`));
    }
    expect(() => family.get(3)).toThrow(/is no known object\. Expected a name, a config or an instance of/);
    expect(() => family.deserialize({ config: {} })).toThrow(/the config is malformed/);
    expect(() => family.get({ class_name: classes[0]!.className, config: { nonsense: 1 } })).toThrow(/nonsense/);
  });
});

describe("activations", () => {
  test.each(
    ALL.map((entry) => [entry.name, entry] as const),
  )("%s is found by its names, and has its name again", (name, entry) => {
    for (const alias of [name, ...entry.aliases]) expect(activations.get(alias).fn).toBe(entry.fn);
    expect(activations.serialize(entry.fn)).toBe(name);
    expect(activations.deserialize(activations.serialize(entry.fn))).toBe(entry.fn);
    expect(
      activations.get({ module: "builtins", class_name: "function", config: name, registered_name: name }).fn,
    ).toBe(entry.fn);
  });

  test("nothing is linear, a function is itself, an unknown name lists the known", () => {
    const x = tensor([-1, 2]);
    expect(K.eval(activations.get(null).fn(x))).toEqual([-1, 2]);
    const own = (v: typeof x): typeof x => v;
    expect(activations.get(own).fn).toBe(own);
    expect(() => activations.serialize(own)).toThrow(/activations: a function of your own cannot be saved/);
    expect(() => activations.get("rleu")).toThrow(
      /activations: the activation is unknown\. Expected .*relu.*Received activation="rleu"/,
    );
  });
});
