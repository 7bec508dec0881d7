import { tensorFrom } from "../../core/convert";
import { ShapeError, ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import type { Dims } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { Initializer } from "../core/initializer";
import type { Config } from "../core/serialize";

/** Options of `STFT`. */
export interface STFTOptions {
  /** "real" (default) or "imag". */
  side?: string;
  /** "hann" (default), "hamming", "blackman", "bartlett", "boxcar", values of your own, or null. */
  window?: string | readonly number[] | null;
  /** "density" (default), "spectrum" or null. */
  scaling?: string | null;
  /** Whether the window is one period rather than symmetric. */
  periodic?: boolean;
}

/** Windows by the part of the period that is gone. */
const WINDOWS: Readonly<Record<string, (part: number) => number>> = {
  hann: (part) => 0.5 - 0.5 * Math.cos(2 * Math.PI * part),
  hamming: (part) => 0.54 - 0.46 * Math.cos(2 * Math.PI * part),
  blackman: (part) => 0.42 - 0.5 * Math.cos(2 * Math.PI * part) + 0.08 * Math.cos(4 * Math.PI * part),
  bartlett: (part) => 1 - Math.abs(2 * part - 1),
  boxcar: () => 1,
};

/**
 * The waves of a short-time Fourier transform, under a window: kernels [frame, 1, frequencies].
 *
 * @throws ValueError for unknown options; ShapeError for other ranks.
 * @example initializers.stft().apply([4, 1, 3]).shape // [ 4, 1, 3 ]
 */
export class STFT extends Initializer {
  static className = "STFT";
  static aliases: readonly string[] = ["STFTInitializer"];
  readonly side: string;
  readonly window: string | readonly number[] | null;
  readonly scaling: string | null;
  readonly periodic: boolean;

  constructor(options: STFTOptions = {}) {
    super();
    const own = checkOptions("STFT", options, ["side", "window", "scaling", "periodic"]);
    const known = (key: string, value: unknown, list: readonly unknown[]): void => {
      if (!list.includes(value)) {
        throw new ValueError("STFT", `the ${key} is unknown`, {
          expected: `one of ${list.join(", ")}`,
          received: { [key]: value },
        });
      }
    };
    this.side = own.side ?? "real";
    this.window = own.window === undefined ? "hann" : own.window;
    this.scaling = own.scaling === undefined ? "density" : own.scaling;
    this.periodic = own.periodic ?? false;
    known("side", this.side, ["real", "imag"]);
    known("scaling", this.scaling, ["density", "spectrum", null]);
    if (typeof this.window === "string") known("window", this.window, Object.keys(WINDOWS));
  }

  override apply(shape: Dims, dtype = "float32"): Tensor {
    return this.later(shape, dtype)();
  }

  override later(shape: Dims, dtype = "float32"): () => Tensor {
    const [frame, channels] = shape;
    const { window } = this;
    if (shape.length !== 3 || channels !== 1) {
      throw new ShapeError("STFT", "makes kernels [frame, 1, frequencies] only", { received: { shape } });
    }
    if (Array.isArray(window) && window.length !== frame) {
      throw new ShapeError("STFT", "the window has another length", {
        expected: `${frame} values`,
        received: `${window.length}`,
      });
    }
    return () => this.#kernel(shape, dtype);
  }

  #kernel(shape: Dims, dtype: string): Tensor {
    const [frame, , count] = shape as [number, number, number];
    const window = this.#values(frame);
    const total = (power: number): number => window.reduce((sum, value) => sum + Math.abs(value) ** power, 0);
    const scale =
      this.window === null || this.scaling === null ? 1 : this.scaling === "density" ? Math.sqrt(total(2)) : total(1);
    const wave = this.side === "real" ? Math.cos : Math.sin;
    const values = Float32Array.from({ length: frame * count }, (_, i) => {
      const [time, frequency] = [Math.floor(i / count), i % count];
      return (wave((-2 * Math.PI * time * frequency) / ((count - 1) * 2)) * window[time]!) / scale;
    });
    return tensorFrom("STFT", values, shape, dtype);
  }

  #values(frame: number): number[] {
    if (this.window === null) return Array(frame).fill(1);
    if (typeof this.window === "string") {
      const last = this.periodic ? frame : frame - 1;
      return Array.from({ length: frame }, (_, i) => (frame === 1 ? 1 : WINDOWS[this.window as string]!(i / last)));
    }
    return [...this.window];
  }

  override getConfig(): Config {
    return { side: this.side, window: this.window, periodic: this.periodic, scaling: this.scaling };
  }
}

/** Makes an `STFT`. */
export function stft(options: STFTOptions = {}): STFT {
  return new STFT(options);
}
