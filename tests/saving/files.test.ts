/** Files that old and new versions of Keras wrote: each loads, and predicts what its writer predicted. */
import { describe, expect, test } from "vitest";
import { loadModel, type Model, type Tensor } from "../../ts/index";
import { distance, tensorOf, valuesOf } from "../support/golden";
import { type Case, CUSTOM, casesOf, environments, type Form, fileOf, readCase } from "./files-support";

async function open(environment: string, { files }: Case, form: Form): Promise<Model> {
  const bytes = (name: string): Uint8Array => fileOf(environment, name);
  const customObjects = CUSTOM;
  switch (form) {
    case "weights":
    case "weightsV3":
      return loadModel(bytes(files.config!), { customObjects, weights: bytes(files[form]!) });
    default:
      return loadModel(bytes(files[form]!), { customObjects });
  }
}

function predictionOf(model: Model, { inputs, inputNames }: Case): Promise<Tensor | Tensor[]> {
  const x = inputs.map(tensorOf);
  if (inputNames) return model.predictAll(Object.fromEntries(inputNames.map((name, i) => [name, x[i]!])));
  return model.predictAll(x.length === 1 ? x[0]! : x);
}

for (const environment of environments()) {
  describe(environment, () => {
    for (const name of casesOf(environment)) {
      const own = readCase(environment, name);
      const forms = (Object.keys(own.files) as Form[]).filter((form) => {
        if (form === "weights" || form === "weightsV3") return own.files.config !== undefined;
        return form === "h5" || form === "h5keras" || form === "keras";
      });
      test.each(forms)(`${name}: %s`, async (form) => {
        const model = await open(environment, own, form);
        const outputs = [await predictionOf(model, own)].flat();
        expect(outputs.length).toBe(own.outputs.length);
        outputs.forEach((output, i) => {
          expect(distance(output.dataSync(), valuesOf(own.outputs[i]!)), `output ${i}`).toBeLessThan(1e-5);
        });
        model.dispose();
      });
    }
  });
}
