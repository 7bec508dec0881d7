/** The engine's module, in hexadecimal; written by the build. */
export declare const WASM: string;
