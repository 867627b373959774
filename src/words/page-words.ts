/** The words of the page's frame: its bar, panels, messages. */

export interface PageWords {
  readonly title: string;
  readonly scenarios: string;
  readonly openScenario: string;
  readonly seek: string;
  readonly nothingFound: string;
  readonly otherLanguage: string;
  readonly theme: { readonly toLight: string; readonly toDark: string };
  readonly projector: { readonly on: string; readonly off: string };
  readonly doctor: string;
  readonly compare: string;
  readonly share: string;
  readonly export: string;
  readonly help: string;
  readonly close: string;
  readonly panels: {
    readonly scenario: string;
    readonly stage: string;
    readonly inspector: string;
    readonly ladder: string;
    readonly terminals: string;
    readonly player: string;
    readonly caption: string;
  };
  /** The lines between panels that can be dragged, and each of them. */
  readonly sizes: string;
  readonly resize: {
    readonly scenario: string;
    readonly inspector: string;
    readonly bottom: string;
    readonly terminals: string;
  };
  /** The row of buttons that open panels on a narrow screen. */
  readonly sheets: string;
  readonly loading: string;
  readonly forking: string;
  /** The lab's side has not been heard of for some seconds. */
  readonly silent: { readonly text: string; readonly stop: string };
  readonly restarted: string;
  /** It was stopped, and there is no command that could be taken back. */
  readonly ended: string;
  readonly undone: string;
  readonly nothingToUndo: string;
  /** What setups complained about. */
  readonly problems: (count: number) => string;
  /** What is typed when. */
  readonly script: {
    readonly title: string;
    readonly none: string;
    readonly hint: string;
    readonly ofScript: string;
    readonly ofPerson: string;
  };
  readonly full: string;
  readonly badScenario: (name: string) => string;
  readonly failed: (message: string) => string;
  readonly addressing: { readonly roles: string; readonly numbers: string };
}
