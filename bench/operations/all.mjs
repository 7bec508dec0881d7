// All operations.
import { convolutions } from "./convolutions.mjs";
import { elementwise } from "./elementwise.mjs";
import { gemm } from "./gemm.mjs";

export const OPERATIONS = [...gemm, ...elementwise, ...convolutions];
