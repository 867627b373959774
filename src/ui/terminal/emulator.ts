/**
 * The terminal emulator: loads it when first needed and puts one into its place, with the page's colours and
 * the keys that are the browser's or the page's here, and not the terminal's.
 */

import type { ITheme, Terminal } from "@xterm/xterm";

export interface Emulator {
  readonly terminal: Terminal;
  /** Takes as many columns and rows as there is room for; answers whether there are others than before. */
  readonly measure: () => boolean;
  /** It was hidden, or has other type: measures itself once it has drawn, and shows its last rows. */
  readonly appear: () => void;
  /** Takes the page's colours and size of type, where they have changed. */
  readonly restyle: () => void;
}

/** What a person does with keys that the terminal does not get. */
export interface KeyHandlers {
  /** Shift+Tab: out of the terminal. */
  readonly leave: () => void;
}

export async function loadEmulator(host: HTMLElement, handlers: KeyHandlers): Promise<Emulator> {
  const [{ Terminal: Emulated }, { FitAddon }] = await Promise.all([
    import("@xterm/xterm"),
    import("@xterm/addon-fit"),
    import("@xterm/xterm/css/xterm.css"),
  ]);
  const terminal = new Emulated({
    convertEol: true,
    cursorBlink: false,
    cursorInactiveStyle: "outline",
    fontFamily: colour("--font-mono"),
    fontSize: sizeOf(host),
    lineHeight: 1.3,
    reflowCursorLine: true,
    scrollback: 5_000,
    scrollOnEraseInDisplay: true,
    theme: themeNow(),
  });
  const fitting = new FitAddon();
  terminal.loadAddon(fitting);
  terminal.open(host);
  terminal.attachCustomKeyEventHandler((event) => takesKey(terminal, event, handlers));
  host.addEventListener("copy", () => terminal.clearSelection());
  takeTextWithoutKeys(terminal);
  // Rows for a screen reader cost a layout each time something is written: they are there while one can read.
  terminal.textarea?.addEventListener("focus", () => {
    terminal.options.screenReaderMode = true;
  });
  terminal.textarea?.addEventListener("blur", () => {
    terminal.options.screenReaderMode = false;
  });
  const appear = (): void => {
    const whenDrawn = (): void => {
      measure(terminal, fitting);
      toEnd(terminal);
    };
    requestAnimationFrame(() => requestAnimationFrame(whenDrawn));
  };
  return {
    terminal,
    measure: () => measure(terminal, fitting),
    appear,
    restyle: () => {
      terminal.options.theme = themeNow();
      const size = sizeOf(host);
      if (terminal.options.fontSize === size) return;
      terminal.options.fontSize = size;
      appear();
    },
  };
}

/** Takes as many columns and rows as there is room for; answers whether they are others than before. */
function measure(terminal: Terminal, fitting: { fit(): void }): boolean {
  const { cols, rows } = terminal;
  fitting.fit();
  return terminal.cols !== cols || terminal.rows !== rows;
}

/** To the last row. The emulator measures where it is in pixels, which with other type are other rows. */
function toEnd(terminal: Terminal): void {
  terminal.scrollLines(-1);
  terminal.scrollToBottom();
}

const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const sizeOf = (host: HTMLElement): number => Number.parseFloat(getComputedStyle(host).fontSize) || 12.5;

const themeNow = (): ITheme => ({
  background: colour("--terminal"),
  foreground: colour("--terminal-ink"),
  cursor: colour("--terminal-ink"),
  selectionBackground: colour("--terminal-selection"),
  green: colour("--terminal-prompt"),
  red: colour("--terminal-bad"),
});

/**
 * Text that comes without a key being pressed: from the keyboards of some phones, dictation, a list of
 * symbols. The emulator leaves it alone where it tells screen readers what is typed.
 */
function takeTextWithoutKeys(terminal: Terminal): void {
  const { textarea } = terminal;
  let isKeyDown = false;
  textarea?.addEventListener("keydown", () => {
    isKeyDown = true;
  });
  textarea?.addEventListener("keyup", () => {
    isKeyDown = false;
  });
  textarea?.addEventListener("input", (event) => {
    if (!(event instanceof InputEvent) || isKeyDown || event.isComposing) return;
    if (event.inputType === "insertText" && event.data !== null) terminal.input(event.data);
  });
}

/** Whether the terminal gets a key. Copying and pasting are the browser's, as everywhere else on a page. */
function takesKey(terminal: Terminal, event: KeyboardEvent, { leave }: KeyHandlers): boolean {
  const { key, ctrlKey, shiftKey, altKey, metaKey, type } = event;
  if (key === "Tab" && shiftKey) {
    event.preventDefault();
    if (type === "keydown") leave();
    return false;
  }
  if (!ctrlKey || altKey || metaKey) return true;
  const letter = key.toLowerCase();
  if (letter === "v") return false;
  if (letter !== "c" || (!shiftKey && !terminal.hasSelection())) return true;
  if (shiftKey && type === "keydown") {
    // Browsers have another use for it than copying.
    event.preventDefault();
    document.execCommand("copy");
  }
  return false;
}
