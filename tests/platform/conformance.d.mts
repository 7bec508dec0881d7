/** Types of the conformance program, for the tests in TypeScript. */
export declare function makeData(rows: number): { images: Uint8Array; labels: Int32Array };
export declare function makeModel(keratin: object): unknown;
