/**
 * Packs recordings into the compact copy that the tests play: `node test/conformance/pack.mjs DIR`.
 *
 * DIR holds cases/, results/ and unstable.txt. Data only: what is never compared is left out, times are kept
 * to the millisecond.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const dir = process.argv[2];
if (dir === undefined) {
  process.stderr.write("usage: node test/conformance/pack.mjs DIR\n");
  process.exit(2);
}

const notCompared = new Set(["id", "win", "n", "pkttype", "took", "connected", "virtual_seconds", "desc"]);

/** @param {unknown} value @returns {unknown} */
function stripped(value) {
  if (Array.isArray(value)) return value.map(stripped);
  if (typeof value === "number") return Math.round(value * 1000) / 1000;
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !notCompared.has(key));
  return Object.fromEntries(kept.map(([key, one]) => [key, stripped(one)]));
}

const read = (path) => JSON.parse(readFileSync(join(dir, path), "utf8"));
const names = readdirSync(join(dir, "cases"))
  .filter((file) => file.endsWith(".json"))
  .sort();
const unstable = readFileSync(join(dir, "unstable.txt"), "utf8")
  .split("\n")
  .filter((line) => line.trim() !== "" && !line.startsWith("#"))
  .map((line) => line.split(" ")[0]);
const packed = {
  unstable,
  cases: names.map((file) => {
    const { desc, ...one } = read(`cases/${file}`);
    return one;
  }),
  results: names.map((file) => stripped(read(`results/${file}`))),
};
const text = Buffer.from(JSON.stringify(packed));
const params = {
  [constants.BROTLI_PARAM_QUALITY]: 11,
  [constants.BROTLI_PARAM_LGWIN]: 24,
  [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
};
const compact = brotliCompressSync(text, { params });
writeFileSync(new URL("recordings.json.br", import.meta.url), compact);
process.stdout.write(`${names.length} cases: ${text.length} bytes, packed ${compact.length}\n`);
