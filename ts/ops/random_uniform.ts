import { type DrawFunction, drawOp } from "./kinds/random";

/** Draws uniform values from a to b, b itself excluded. */
export const randomUniform: DrawFunction = drawOp("random_uniform");
