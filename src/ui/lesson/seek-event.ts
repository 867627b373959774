/**
 * Leads to the moment of an event, with the event selected and its explanation open.
 */

import type { App } from "../app.ts";

export function seekEvent({ page, playback }: App, event: number): void {
  const { events } = page.recording();
  playback.pause();
  page.player.seek({ position: event - (events[0]?.id ?? 1) + 1 });
  page.select({ event, node: undefined, flight: undefined });
  page.store.patch({ face: "why" });
}
