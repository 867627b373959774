/** The server of the page: what it gives, under which headers, and that it gives nothing else. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contentPolicyHeader } from "#cli/content-policy";
import { fileNameOf, type PageServer, servePage } from "#cli/page-server";

const outer = mkdtempSync(join(tmpdir(), "lvs-lab-serve-"));
const folder = join(outer, "page");
const long = "lasting ".repeat(500);
let server: PageServer;

beforeAll(async () => {
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(outer, "secret.txt"), "secret");
  writeFileSync(join(folder, ".hidden"), "hidden");
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Lab</title>");
  writeFileSync(join(folder, "service-worker.js"), "0;");
  writeFileSync(join(folder, "assets", "index-Ab_c-123.js"), long);
  writeFileSync(join(folder, "assets", "icon-123.svg"), "<svg/>");
  server = await servePage({ folder, host: "127.0.0.1", ports: [0] });
});

afterAll(async () => {
  await server.close();
  rmSync(outer, { recursive: true, force: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Asks for a path as it is, without anything that would put it in order first. */
const ask = (path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asking = request({ host: "127.0.0.1", port: server.port, path, method, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("end", () => {
        const { statusCode: status, headers } = response;
        resolve({ status, headers, body: Buffer.concat(pieces) });
      });
    });
    asking.on("error", reject).end();
  });

describe("the server gives", () => {
  test.each([
    ["/", "text/html; charset=utf-8", "no-cache"],
    ["/?lang=zh#x", "text/html; charset=utf-8", "no-cache"],
    ["/index.html", "text/html; charset=utf-8", "no-cache"],
    ["/service-worker.js", "text/javascript; charset=utf-8", "no-cache"],
    ["/assets/index-Ab_c-123.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"],
    ["/assets/icon-123.svg", "image/svg+xml; charset=utf-8", "public, max-age=31536000, immutable"],
  ])("%s as %s, kept: %s", async (path, type, kept) => {
    const { status, headers } = await ask(path);
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe(type);
    expect(headers["cache-control"]).toBe(kept);
    expect(headers["content-security-policy"]).toBe(contentPolicyHeader);
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  test("nothing again to whoever has it already", async () => {
    const { headers } = await ask("/");
    const etag = String(headers.etag);
    const again = await ask("/", { "if-none-match": `"other", ${etag}` });
    expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, etag]);
    expect((await ask("/", { "if-none-match": '"other"' })).status).toBe(200);
  });

  test.each([
    ["gzip, deflate, br", true],
    ["br;q=1.0, gzip;q=0.5", true],
    ["gzip;q=0", false],
    ["gzip;q=0.0, br", false],
    ["identity", false],
  ])("to whom accepts %j, compressed: %s", async (accepted, isCompressed) => {
    const { headers, body } = await ask("/assets/index-Ab_c-123.js", { "accept-encoding": accepted });
    expect(headers["content-encoding"]).toBe(isCompressed ? "gzip" : undefined);
    expect(Number(headers["content-length"])).toBe(body.length);
    expect(String(isCompressed ? gunzipSync(body) : body)).toBe(long);
    expect(headers.vary).toBe("accept-encoding");
  });

  test("headers without content to HEAD", async () => {
    const { status, headers, body } = await ask("/assets/index-Ab_c-123.js", {}, "HEAD");
    expect([status, headers["content-length"], body.length]).toEqual([200, String(long.length), 0]);
  });
});

describe("the server refuses", () => {
  test.each([
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/..\\secret.txt",
    "//secret.txt",
    "/assets",
    "/assets/",
    "/.hidden",
    "/assets/./icon-123.svg",
    "/index.html%00.js",
    "/C:/secret.txt",
    `/${"x".repeat(5000)}`,
    "http://127.0.0.1/secret.txt",
    "*",
  ])("%s", async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  test("every method but two", async () => {
    const { status, headers } = await ask("/", {}, "POST");
    expect([status, headers.allow]).toEqual([405, "GET, HEAD"]);
  });
});

test("a name is plain or nothing", () => {
  expect(fileNameOf("/assets/a-b_c.1.js?x=/../y")).toBe("assets/a-b_c.1.js");
  expect(fileNameOf("assets/a.js")).toBeUndefined();
});

test("the server takes the next port where one is taken, and says where none is left", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const taken = (other.address() as { port: number }).port;
  const next = await servePage({ folder, host: "127.0.0.1", ports: [taken, 0] });
  expect(next.port).not.toBe(taken);
  expect((await fetch(next.url)).status).toBe(200);
  await next.close();
  await expect(servePage({ folder, host: "127.0.0.1", ports: [taken] })).rejects.toThrow("EADDRINUSE");
  other.close();
});
