/** What models.json says of the models: their files, tasks and data. */
import records from "./models.json";

export interface Samples {
  /** Numbers of one type, sample after sample; gzip if the name ends in .gz. */
  samples: string;
  /** A line a sample: its name, the number of classes, its label; of sounds also the bytes of a window and of a step. */
  labels: string;
  type: "uint8" | "int8" | "float32";
  /** The model reads (sample - zero) * scale. */
  scale: number;
  zero: number;
}

/** Lines of a label and the numbers that the model reads. */
export interface Table {
  table: string;
}

export interface Tuning {
  epochs: number;
  batch: number;
  /** Learning rate of Adam. */
  rate: number;
  /** How many rows of the data are learned at most, or how many are made up. */
  rows: number;
  /** Whether rows of x, y, x, y ... are learned as a mirror shows them. */
  mirrored?: boolean;
}

export interface Entry {
  title: string;
  /** Below the folder of models and data. */
  file: string;
  task: "classes" | "anomaly";
  /** Where random inputs lie. */
  range: [number, number];
  data?: Samples | Table;
  tuning: Tuning;
}

export const ENTRIES: readonly Entry[] = records as Entry[];
