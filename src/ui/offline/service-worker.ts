/**
 * Keeps the page in the browser, whole, so that the lab opens without a network.
 *
 * A version is a list of files with the hash of each. It counts from when every file has come and is what the
 * list says. A page is then begun with the newest version's index.html, and all it loads has a hash in its
 * name: so a page gets its files from one version, and older files stay until no page is open that may want
 * them. Leaves out everything that is not of a version; that goes to the network as ever.
 */

/** What the build puts here: paths from the scope, with the SHA-256 of each file in base64. */
declare const builtFiles: Readonly<Record<string, string>>;
/** The hash of that list. */
declare const builtVersion: string;

/** What a worker of this kind has, as far as it is used here. */
interface Scope {
  readonly registration: { readonly scope: string };
  readonly clients: {
    claim(): Promise<void>;
    matchAll(which: { readonly includeUncontrolled: boolean }): Promise<readonly unknown[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(kind: "install" | "activate", listener: (event: Lasting) => void): void;
  addEventListener(kind: "fetch", listener: (event: Fetching) => void): void;
}

interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetching extends Lasting {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** Not so many at once that the page itself would wait for them. */
const fetchesAtOnce = 4;

const scope = globalThis as unknown as Scope;
const { scope: base } = scope.registration;
const family = `lvs-lab ${base} `;
/** The start page is asked for by its folder: some hosts send everybody there who asks for index.html. */
const addressOf = (path: string): string => new URL(path === "index.html" ? "" : path, base).href;
const lasting = addressOf("assets/");
const known = new Set(Object.keys(builtFiles).map(addressOf));

scope.addEventListener("install", (event) => event.waitUntil(keepAll().then(() => scope.skipWaiting())));
scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = request.url.split(/[?#]/)[0] ?? "";
  const asked = address === `${base}index.html` ? base : address;
  if (request.method !== "GET" || !(known.has(asked) || asked.startsWith(lasting))) return;
  event.respondWith(answer(request, asked));
  if (request.mode === "navigate") event.waitUntil(tidy());
});

/** Puts every file into a cache of this version; fails where one is missing, or is not what the list says. */
async function keepAll(): Promise<void> {
  const cache = await caches.open(family + builtVersion);
  const waiting = Object.entries(builtFiles);
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await keep(cache, next);
  };
  await Promise.all(Array.from({ length: fetchesAtOnce }, work));
}

async function keep(cache: Cache, [path, hash]: readonly [string, string]): Promise<void> {
  const address = addressOf(path);
  if ((await cache.match(address, { ignoreVary: true })) !== undefined) return;
  const response =
    (await whatFits(keptByAny(address), hash)) ??
    (await whatFits(fetch(address), hash)) ??
    (await whatFits(fetch(address, { cache: "reload" }), hash));
  if (response === undefined) throw new Error(`${path} is not that of version ${builtVersion}`);
  await cache.put(address, response);
}

/**
 * A response with the content that the hash is of. The cache of an older version has most files of a newer
 * one, and the browser's own cache has what the page has just loaded; either may also hold something else.
 */
async function whatFits(coming: Promise<Response | undefined>, hash: string): Promise<Response | undefined> {
  const response = await coming;
  return response?.ok && (await hashOf(response.clone())) === hash ? response : undefined;
}

async function hashOf(response: Response): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

/** From this version; a file that only an older page knows, from the version that it came with. */
async function answer(request: Request, address: string): Promise<Response> {
  const own = await caches.open(family + builtVersion);
  const kept = (await own.match(address, { ignoreVary: true })) ?? (await keptByAny(address));
  return kept ?? fetch(request);
}

const keptByAny = (address: string): Promise<Response | undefined> =>
  caches.match(address, { ignoreVary: true });

/** Older versions go when a page is begun and no other is open: nobody can want them any more. */
async function tidy(): Promise<void> {
  if ((await scope.clients.matchAll({ includeUncontrolled: true })).length > 0) return;
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(family) && name !== family + builtVersion);
  await Promise.all(old.map((name) => caches.delete(name)));
}
