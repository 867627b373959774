/**
 * What the packet face is about: what was selected last, or the packet of the moment.
 */

import { describe, expect, test } from "vitest";
import { recordedScenario } from "#support/recorded-scenario";
import { type Chosen, type ChosenBefore, chosenOf } from "#ui/inspector/packet/subject";
import type { PageState, Selection } from "#ui/store";

const { recording } = await recordedScenario("nat-basic");

const selected = (flight: number | undefined, event: number | undefined): Selection => ({
  flight,
  event,
  node: undefined,
});
const stateOf = (selection: Selection, position = 0): PageState =>
  ({ selection, moment: { position, at: 0 } }) as unknown as PageState;
const choose = (selection: Selection, last?: ChosenBefore, position = 0): Chosen =>
  chosenOf(stateOf(selection, position), last, recording);

describe("of frame and event that which was selected later", () => {
  const frame: ChosenBefore = { chosen: choose(selected(3, undefined)), selection: selected(3, undefined) };
  const event: ChosenBefore = { chosen: choose(selected(undefined, 50)), selection: selected(undefined, 50) };

  test.each([
    ["a frame", undefined, selected(3, undefined), "flight 3"],
    ["an event after a frame", frame, selected(3, 50), "event 50"],
    ["a frame after an event", event, selected(4, 50), "flight 4"],
    ["the same as before", frame, selected(3, undefined), "flight 3"],
  ])("%s", (_, last, selection, expected) => {
    const { flight, event: id, isFollowing } = choose(selection, last);
    expect(flight === undefined ? `event ${id}` : `flight ${flight}`).toBe(expected);
    expect(isFollowing).toBe(false);
  });
});

test("with nothing selected it is the latest event of a packet", () => {
  const place = recording.events.findIndex(({ event }) => event.kind === "connection-created");
  const chosen = choose(selected(undefined, undefined), undefined, place + 1);
  const event = recording.events.find(({ id }) => id === chosen.event)?.event;
  expect(chosen.isFollowing).toBe(true);
  expect(event?.kind).toBe("route-chosen");
});
