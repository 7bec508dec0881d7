import { offlineTarget } from "../browser/offline.mjs";

export default offlineTarget("chromium");
