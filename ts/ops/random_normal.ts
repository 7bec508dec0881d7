import { type DrawFunction, drawOp } from "./kinds/random";

/** Draws normal values of mean a and standard deviation b. */
export const randomNormal: DrawFunction = drawOp("random_normal");
