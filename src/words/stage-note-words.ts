/** The words of what the stage shows beside its machines and frames: marks, tables, buttons, what is told. */

export interface StageNoteWords {
  /** How the stage is used by keyboard. */
  readonly howTo: string;
  /** A frame on its way, for those who cannot see it. */
  readonly onItsWay: (what: string, from: string, to: string) => string;
  /** How many frames are on their way, where they are too many to be told one by one. */
  readonly manyFrames: (count: number) => string;
  readonly toolbar: {
    readonly name: string;
    readonly zoomIn: string;
    readonly zoomOut: string;
    readonly fit: string;
    readonly tidy: string;
  };
  /** What happened with a frame, beside the machine where it did. */
  readonly marks: {
    readonly keepsSilent: string;
    readonly rewrites: (node: string) => string;
    readonly wraps: (node: string) => string;
    /** Only the frame changes: the packet goes on as it came. */
    readonly passes: (node: string) => string;
  };
  readonly tables: {
    readonly neighbours: string;
    readonly reckoning: (scheduler: string) => string;
    readonly connections: string;
    readonly fdb: string;
    readonly setting: string;
    readonly picked: string;
    readonly nobody: string;
    readonly rest: (count: number) => string;
  };
  /** For the card that comes up over a machine or a frame. */
  readonly hover: {
    readonly changedSettings: string;
    readonly services: (count: number) => string;
    readonly connections: (count: number) => string;
    readonly empty: string;
    /** How long a frame is on a cable. */
    readonly cable: (end: string, delay: string) => string;
  };
  readonly told: {
    readonly drops: (node: string, reason: string) => string;
    readonly silent: (node: string, why: string) => string;
  };
}
