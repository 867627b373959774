/** The keys of a comparison, as far as nothing that has the focus needs them. */

import type { BoardState } from "./board.ts";

/** Listens in the place of the board; answers how to stop that. */
export function listenForKeys(host: HTMLElement, board: BoardState): () => void {
  const { player } = board;
  const leap = (direction: 1 | -1) => (): void => {
    if (!player.leap(direction)) board.app.page.say(board.words.player.noMore);
  };
  const acts: Readonly<Record<string, () => void>> = {
    " ": () => (player.isPlaying() ? player.pause() : player.play()),
    k: () => (player.isPlaying() ? player.pause() : player.play()),
    ArrowRight: () => player.step(1),
    ArrowLeft: () => player.step(-1),
    Home: player.toStart,
    End: player.toEnd,
    n: leap(1),
    N: leap(-1),
  };
  const pressed = (event: KeyboardEvent): void => {
    const { target, key } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target instanceof Element && isTaken(target, key)) return;
    const act = acts[key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  host.addEventListener("keydown", pressed);
  return () => host.removeEventListener("keydown", pressed);
}

/** Fields and lists have keys of their own; a button is pressed by Space. */
function isTaken(target: Element, key: string): boolean {
  if (target.closest("input, select, textarea, [role='tablist'], .hops-scroll") !== null) return true;
  return key === " " && target.closest("button, summary, [role='button']") !== null;
}
