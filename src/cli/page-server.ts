/**
 * Serves the built page over HTTP, from one folder and nothing beside it.
 *
 * Files whose names carry a hash of their content may be kept for ever, all others are asked for again with
 * their ETag. Text is sent compressed (RFC 9110) to whoever takes gzip. Leaves out ranges, HTTPS and lists of
 * folders: the page needs none of them.
 */

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { contentPolicyHeader } from "./content-policy.ts";

export interface ServeOptions {
  readonly folder: string;
  readonly host: string;
  /** In this order until one is free; 0 is any. */
  readonly ports: readonly number[];
}

export interface PageServer {
  /** Where the page is, with a slash at its end. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Begins to serve. Fails as `listen` does where no port is free or the host is not this machine's. */
export async function servePage({ folder, host, ports }: ServeOptions): Promise<PageServer> {
  const compressed = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    answer(request, response, { folder, compressed }).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, plainText);
      response.end(`The page cannot be served: ${String(error)}\n`);
    });
  });
  await listenOnFirst(server, host, ports);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}/`,
    port,
    close: () => new Promise((resolve) => closeAll(server, resolve)),
  };
}

function closeAll(server: Server, done: () => void): void {
  server.close(() => done());
  server.closeAllConnections();
}

async function listenOnFirst(server: Server, host: string, ports: readonly number[]): Promise<void> {
  const [port = 0, ...others] = ports;
  try {
    await listen(server, host, port);
  } catch (error) {
    if (codeOf(error) !== "EADDRINUSE" || others.length === 0) throw error;
    await listenOnFirst(server, host, others);
  }
}

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

interface Served {
  readonly folder: string;
  /** By ETag: compressed once. */
  readonly compressed: Map<string, Buffer>;
}

const plainText = { "content-type": "text/plain; charset=utf-8" };

async function answer(request: IncomingMessage, response: ServerResponse, served: Served): Promise<void> {
  const { method = "", url = "" } = request;
  if (method !== "GET" && method !== "HEAD") {
    response.writeHead(405, { ...plainText, allow: "GET, HEAD" }).end("Only GET and HEAD are understood.\n");
    return;
  }
  const name = fileNameOf(url);
  const content = name === undefined ? undefined : await contentOf(join(served.folder, name));
  if (name === undefined || content === undefined) {
    response.writeHead(404, { ...plainText, "cache-control": "no-cache" }).end("There is no such file.\n");
    return;
  }
  const etag = `W/"${createHash("sha256").update(content).digest("base64url").slice(0, 22)}"`;
  const headers = headersOf(name, etag);
  if (isKnown(request, etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const packed = isText(name) && takesGzip(request) ? await packedOf(etag, content, served) : undefined;
  const body = packed ?? content;
  response.writeHead(200, {
    ...headers,
    ...(packed === undefined ? {} : { "content-encoding": "gzip" }),
    "content-length": body.length,
  });
  response.end(method === "HEAD" ? undefined : body);
}

/**
 * The file that a path asks for, below the folder; `undefined` for anything that is no plain name. So there
 * is no way up, no hidden file, and nothing that a file system would read in a way of its own.
 */
export function fileNameOf(url: string): string | undefined {
  const path = url.split(/[?#]/)[0] ?? "";
  const names = path === "/" ? ["index.html"] : path.slice(1).split("/");
  const arePlain = path.startsWith("/") && names.every((name) => /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/.test(name));
  return arePlain ? names.join("/") : undefined;
}

/** What reading says where there is no file of that name. */
const absences = new Set(["ENOENT", "EISDIR", "ENOTDIR", "ENAMETOOLONG"]);

async function contentOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (absences.has(codeOf(error))) return undefined;
    throw error;
  }
}

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
  ".yaml": "text/yaml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};

const typeOf = (name: string): string => mediaTypes[extname(name)] ?? "application/octet-stream";
const isText = (name: string): boolean => /charset=/.test(typeOf(name));

/** Everything below assets/ has its hash in its name. */
const isLasting = (name: string): boolean => name.startsWith("assets/");

const headersOf = (name: string, etag: string): Record<string, string> => ({
  "content-type": typeOf(name),
  "cache-control": isLasting(name) ? "public, max-age=31536000, immutable" : "no-cache",
  etag,
  vary: "accept-encoding",
  "content-security-policy": contentPolicyHeader,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
});

/** Whether the client has it: tags are compared weakly, as the same content may come compressed or not. */
function isKnown({ headers }: IncomingMessage, etag: string): boolean {
  const known = headers["if-none-match"]?.split(",").map((tag) => tag.trim()) ?? [];
  return known.some((tag) => tag === "*" || opaque(tag) === opaque(etag));
}

const opaque = (tag: string): string => tag.replace(/^W\//, "");

/** Whether gzip is among the accepted encodings and not refused by `q=0`. */
function takesGzip({ headers }: IncomingMessage): boolean {
  const accepted = String(headers["accept-encoding"] ?? "").split(",");
  return accepted.some((one) => /^\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/i.test(one));
}

async function packedOf(etag: string, content: Buffer, { compressed }: Served): Promise<Buffer> {
  const known = compressed.get(etag);
  if (known !== undefined) return known;
  const packed = await promisify(gzip)(content, { level: 9 });
  compressed.set(etag, packed);
  return packed;
}
