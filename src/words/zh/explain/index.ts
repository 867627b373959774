/** TEMPORARY */
export { explain } from "../../en/explain/index.ts";
