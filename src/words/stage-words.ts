/** The words of the stage: what a frame, a drop, a machine is called there. */

export interface StageWords {
  readonly name: string;
}
