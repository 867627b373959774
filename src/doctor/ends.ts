/** Where all walks of an examination end, with what they were for. */

import type { Examination } from "./examination.ts";
import type { Request } from "./requests.ts";
import type { Trip } from "./trips.ts";
import type { End } from "./walk.ts";

/**
 * `request`: a client's packet on its way to the director; `outward`: on to the server, `inner` once it is
 * out of a tunnel; `back`: the answer, `home` from a director of FULLNAT on.
 */
export type Leg = "request" | "outward" | "inner" | "back" | "home";

export interface Ended {
  readonly leg: Leg;
  readonly end: End;
  readonly request: Request;
  /** Missing on a client's way to the director. */
  readonly trip: Trip | undefined;
}

/** The ends of a kind, of every walk. */
export function endsOfKind<Kind extends End["kind"]>(
  { requests, trips }: Examination,
  kind: Kind,
): (Ended & { readonly end: Extract<End, { kind: Kind }> })[] {
  const all: Ended[] = [
    ...requests.map((request) => ({
      leg: "request" as const,
      end: request.walk.end,
      request,
      trip: undefined,
    })),
    ...trips.flatMap(endsOfTrip),
  ];
  return all.filter(
    (one): one is Ended & { readonly end: Extract<End, { kind: Kind }> } => one.end.kind === kind,
  );
}

/** An answer by NAT that leaves without the director: what becomes of it is another matter. */
export function strays({ method, back, director }: Trip): boolean {
  if (method !== "nat" || back === undefined || back.hops.length === 0) return false;
  return !back.hops.some(({ takers }) => takers.some(({ node }) => node === director.node));
}

function endsOfTrip(trip: Trip): Ended[] {
  const { request, outward, unwrapped, end, back, home } = trip;
  const at = (leg: Leg, where: End | undefined): Ended[] =>
    where === undefined ? [] : [{ leg, end: where, request, trip }];
  return [
    ...at("outward", outward.end),
    ...(unwrapped === undefined ? [] : at("inner", end)),
    ...(strays(trip) ? [] : at("back", back?.end)),
    ...at("home", home?.end),
  ];
}
