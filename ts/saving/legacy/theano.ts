/** Layers whose padding "same" Theano put elsewhere than TensorFlow does, where strides or even sizes are. */
import { textOf } from "../../core/lookup";
import type { Config } from "../../nn/core/serialize";
import { keras, OLD, type Upgrade } from "./context";

const listOf = (value: unknown, length: number): number[] =>
  Array.isArray(value) ? value.map(Number) : Array<number>(length).fill(Number(value ?? 1));

/** Whether Theano computes something else for a layer than Keras 3 does. */
export function paddedByTheano(className: string, config: Config): boolean {
  if (config.padding !== "same") return false;
  const rank = Number(/([123])D/.exec(className)?.[1]);
  if (/^(Max|Average)Pooling[123]D$/.test(className))
    return listOf(config.pool_size ?? 2, rank).some((size) => size !== 1);
  const strided = listOf(config.strides, rank).some((step) => step !== 1);
  if (className === "Conv2DTranspose") return strided;
  if (!/^Conv[123]D$/.test(className)) return false;
  return strided || listOf(config.kernel_size, rank).some((size) => size % 2 === 0);
}

/** The layer in the words of Keras 3: its windows laid without padding, `valid`, and what lies around them. */
export function asTheano(className: string, config: Config, valid: Config, upgrade: Upgrade): Config {
  const { name, trainable = true } = config;
  if (/Pooling/.test(className)) {
    return {
      ...keras("TheanoSame", { name, trainable, layer: valid }),
      module: OLD,
      registered_name: `${OLD}>TheanoSame`,
    };
  }
  const rank = Number(/([123])D/.exec(className)![1]);
  const spread = listOf(config.dilation_rate, rank);
  const windows = listOf(config.kernel_size, rank).map((size, i) => (size - 1) * spread[i]! + 1);
  const part = (type: string, key: string, around: number[][]): Config => {
    const format = rank > 1 ? { data_format: config.data_format } : {};
    return keras(`${type}${rank}D`, {
      name: `${textOf(name)}_${key}`,
      trainable,
      ...format,
      [key]: rank > 1 ? around : around[0],
    });
  };
  const layers =
    className === "Conv2DTranspose"
      ? [valid, part("Cropping", "cropping", transposed(windows, config, upgrade))]
      : [
          part(
            "ZeroPadding",
            "padding",
            windows.map((size) => [Math.floor(size / 2), Math.floor((size - 1) / 2)]),
          ),
          valid,
        ];
  return { ...keras("Sequential", { name, trainable, layers }), module: "keras" };
}

/** What of a transposed convolution without padding is cut away, before and after. */
function transposed(windows: readonly number[], config: Config, upgrade: Upgrade): number[][] {
  const strides = listOf(config.strides, windows.length);
  const given = config.output_padding;
  return windows.map((size, i) => {
    const [step, half] = [strides[i]!, Math.floor(size / 2)];
    const more = given === null || given === undefined ? step - 1 : listOf(given, windows.length)[i]!;
    const end = Math.max(size - step, 0) - half + step - 1 - more;
    if (size % 2 === 1 && end >= 0) return [half, end];
    throw upgrade.unsupported(`${textOf(config.name)}: a Conv2DTranspose of Theano with these sizes is not supported`);
  });
}
