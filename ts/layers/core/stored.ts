/** State of layers that is no weight: what Keras's `save_own_variables` and `save_assets` write. */

/** What a file keeps of a layer. */
export interface StoredState {
  /** Arrays beside the weights, of one axis, by name. */
  readonly arrays: Readonly<Record<string, Float32Array>>;
  /** Files of text by name. */
  readonly texts: Readonly<Record<string, string>>;
}

/** What a layer reads of a file. */
export interface StoredReader {
  array(name: string): Float32Array | undefined;
  text(name: string): string | undefined;
}
