/**
 * Which modules of the page go into one file.
 *
 * What page and worker need before the first frame makes three files: the page's own, the lab's own, and what
 * both know. Left to itself the bundler makes dozens of it, because parts that are loaded later use some of
 * the same modules; and every file costs a request, and compresses worse.
 */
import { fileURLToPath } from "node:url";
import { normalizePath, type Rolldown } from "vite";

type Chunking = Rolldown.ChunkingContext;

const sourceOf = (name: string): string =>
  normalizePath(fileURLToPath(new URL(`../src/${name}`, import.meta.url)));
const pageEntry = sourceOf("ui/main.ts");
const workerEntry = sourceOf("ui/worker.ts");

/**
 * Commands that the opening scenario's setup and first request run: fetched anyway before the first frame, so
 * they go into the lab's file. The shell finds them there as it finds any other.
 */
const openingCommands = [
  "curl/curl",
  "ip/address",
  "ip/ip",
  "ip/route",
  "ipvsadm/ipvsadm",
  "sysctl/sysctl",
].map((name) => sourceOf(`shell/commands/${name}.ts`));

/** Names the file of a module that is needed at once; `null` for one that is loaded later, if at all. */
export function firstLoadNames(): (id: string, chunking: Chunking) => string | null {
  const closures = new Map<string, ReadonlySet<string>>();
  const isNeeded = (entry: string, id: string, chunking: Chunking): boolean => {
    const closure = closures.get(entry) ?? closureOf(entry, chunking);
    closures.set(entry, closure);
    return closure.has(id);
  };
  return (id, chunking) => {
    if (id === pageEntry || id === workerEntry) return null;
    const byPage = isNeeded(pageEntry, id, chunking);
    const byWorker = [workerEntry, ...openingCommands].some((entry) => isNeeded(entry, id, chunking));
    if (byPage && byWorker) return "both";
    if (byPage) return "page";
    return byWorker ? "lab" : null;
  };
}

/** All modules that come with one, whether it likes or not: those it imports, and theirs. */
function closureOf(entry: string, chunking: Chunking): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [entry];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...(chunking.getModuleInfo(id)?.importedIds ?? []));
  }
  return found;
}
