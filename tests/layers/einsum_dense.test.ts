/** The first kernel of EinsumDense is scaled by the axes that its equation sums over and makes, as Keras scales it. */
import { initializers, layers } from "keratin";
import { expect, test } from "vitest";

test("fans follow from the equation; axes that were given stay", () => {
  const spread = (kernelInitializer: unknown): number => {
    const layer = layers.einsumDense({ equation: "abc,cde->abde", outputShape: [null, 8, 16], kernelInitializer });
    layer.ensureBuilt([null, 5, 32]);
    return Math.max(...[...layer.getWeights()[0]!.dataSync()].map(Math.abs));
  };
  const limit = Math.sqrt(6 / (32 + 8 * 16));
  const own = spread("glorot_uniform");
  expect(own).toBeLessThanOrEqual(limit);
  expect(own).toBeGreaterThan(0.99 * limit);
  const given = spread(new initializers.GlorotUniform({ inputAxes: [0, 1], outputAxes: [2] }));
  const other = Math.sqrt(6 / (32 * 8 + 16));
  expect(given).toBeLessThanOrEqual(Math.fround(other));
  expect(given).toBeGreaterThan(0.99 * other);
  expect(new initializers.HeNormal({ inputAxes: [0], outputAxes: [1] }).getConfig()).toEqual({
    seed: null,
    input_axes: [0],
    output_axes: [1],
  });
  expect(() => new initializers.HeNormal({ inputAxes: [0.5] })).toThrow("axes are no list of whole numbers");
});
