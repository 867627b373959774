/**
 * A visit to the page in a real browser, that remembers all that went wrong: errors, warnings of the content
 * policy, requests that failed or that went to another host.
 */

import type { BrowserContext, ConsoleMessage, Page, Request } from "playwright-core";

export interface Visit {
  readonly page: Page;
  /** What went wrong so far, in the order of its happening. */
  readonly complaints: readonly string[];
}

/** Opens an address in a new tab. Only this address's host may be asked for anything. */
export async function visit(context: BrowserContext, url: string): Promise<Visit> {
  const page = await context.newPage();
  const complaints: string[] = [];
  // Once each: what is wrong in one frame is wrong in the next.
  const complain = (what: string): void => void (complaints.includes(what) || complaints.push(what));
  const { origin } = new URL(url);
  page.on("pageerror", (error) => complain(`error: ${error.stack ?? error.message}`));
  page.on("console", (message) => complaintOf(message).forEach(complain));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // A page that is closed or left takes back what it has asked for.
    if (why !== "net::ERR_ABORTED") complain(`failed: ${request.url()} ${why}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complain(`${response.status()}: ${response.url()}`);
  });
  watchHosts(context, origin, complain);
  await page.goto(url);
  return { page, complaints };
}

/** Requests of pages and of service workers alike; data: and blob: go nowhere. */
function watchHosts(context: BrowserContext, origin: string, complain: (what: string) => void): void {
  context.on("request", (request: Request) => {
    const asked = new URL(request.url());
    if (asked.protocol !== "data:" && asked.origin !== origin) complain(`abroad: ${asked.href}`);
  });
}

function complaintOf(message: ConsoleMessage): string[] {
  const isBad = message.type() === "error" || message.type() === "warning";
  return isBad ? [`${message.type()}: ${message.text()}`] : [];
}
