import { turnsCheck } from "../browser/turns.mjs";

export default turnsCheck("webkit");
