import { nodeTarget } from "../support/node.mjs";

export default nodeTarget(20);
