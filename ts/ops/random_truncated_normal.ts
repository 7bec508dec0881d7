import { type DrawFunction, drawOp } from "./kinds/random";

/** Draws normal values of mean a and standard deviation b, within two deviations. */
export const randomTruncatedNormal: DrawFunction = drawOp("random_truncated_normal");
