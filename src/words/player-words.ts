/** The words of the player: its buttons, speeds and breakpoints. */

export interface PlayerWords {
  readonly play: string;
  readonly pause: string;
}
