/**
 * Opens the explanation of an event, at the moment that is shown or at its own.
 */

import type { App } from "../app.ts";

/** Leads to the moment of an event, with the event selected and its explanation open. */
export function seekEvent({ page, playback }: App, event: number): void {
  const { events } = page.recording();
  playback.pause();
  page.player.seek({ position: event - (events[0]?.id ?? 1) + 1 });
  explainEvent({ page }, event);
}

export function explainEvent({ page }: Pick<App, "page">, event: number | undefined): void {
  if (event === undefined) return;
  page.select({ event, node: undefined, flight: undefined });
  page.store.patch({ face: "why" });
}
