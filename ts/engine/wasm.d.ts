/** The engine's module, deflated and in base64; written by the build. */
export declare const WASM: string;
