/** Web addresses as curl and its like take them: `[http://]host[:port][/path]`. */

export interface Url {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/** Takes an address apart; `undefined` where it is none. Without a scheme it is http. */
export function parseUrl(text: string): Url | undefined {
  const match =
    /^(?:([A-Za-z][\w+.-]*):\/\/)?(?:[^@/]*@)?([^:/?#]+)(?::([^/?#]*))?([/?][^#]*)?(?:#.*)?$/.exec(text);
  if (match === null) return undefined;
  const [, scheme = "http", host = "", portText, rest = "/"] = match;
  const lower = scheme.toLowerCase();
  const usual = lower === "https" ? 443 : lower === "ftp" ? 21 : 80;
  if (portText !== undefined && (!/^\d*$/.test(portText) || Number(portText) > 65_535)) return undefined;
  const port = portText === undefined || portText === "" ? usual : Number(portText);
  return { scheme: lower, host, port, path: rest.startsWith("/") ? rest : `/${rest}` };
}

/** The host as it stands in a request: with its port where that is not the usual one. */
export const hostField = ({ host, port, scheme }: Url): string =>
  port === (scheme === "https" ? 443 : 80) ? host : `${host}:${port}`;

/** An address again. */
export const urlText = (url: Url): string => `${url.scheme}://${hostField(url)}${url.path}`;

/** Where a redirection leads. */
export function redirected(from: Url, location: string): Url | undefined {
  if (/^[A-Za-z][\w+.-]*:\/\//.test(location)) return parseUrl(location);
  const path = location.startsWith("/") ? location : from.path.replace(/[^/]*$/, location);
  return { ...from, path };
}
