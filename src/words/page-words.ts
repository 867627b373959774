/** The words of the page's frame: its bar, panels, messages. */

export interface PageWords {
  readonly title: string;
  readonly scenarios: string;
  readonly openScenario: string;
  readonly otherLanguage: string;
  readonly theme: { readonly toLight: string; readonly toDark: string };
  readonly projector: { readonly on: string; readonly off: string };
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
  };
  readonly loading: string;
  readonly failed: (message: string) => string;
  readonly addressing: { readonly roles: string; readonly numbers: string };
}
