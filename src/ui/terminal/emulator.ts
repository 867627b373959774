/**
 * The terminal emulator: loads it when first needed and puts one into its place, with the page's colours.
 */

import type { Terminal } from "@xterm/xterm";

export interface Emulator {
  readonly terminal: Terminal;
  /** Takes as many columns and rows as there is room for. */
  readonly measure: () => void;
}

export async function loadEmulator(host: HTMLElement): Promise<Emulator> {
  const [{ Terminal: Emulated }, { FitAddon }] = await Promise.all([
    import("@xterm/xterm"),
    import("@xterm/addon-fit"),
    import("@xterm/xterm/css/xterm.css"),
  ]);
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const terminal = new Emulated({
    cursorBlink: false,
    fontFamily: colour("--font-mono"),
    fontSize: Number.parseFloat(getComputedStyle(host).fontSize) || 12.5,
    lineHeight: 1.3,
    scrollback: 5_000,
    theme: {
      background: colour("--terminal"),
      foreground: colour("--terminal-ink"),
      cursor: colour("--terminal-ink"),
      selectionBackground: colour("--terminal-selection"),
      green: colour("--terminal-prompt"),
      red: colour("--terminal-bad"),
    },
  });
  const fitting = new FitAddon();
  terminal.loadAddon(fitting);
  terminal.open(host);
  // Rows for a screen reader cost a layout each time something is written: they are there while one can read.
  terminal.textarea?.addEventListener("focus", () => {
    terminal.options.screenReaderMode = true;
  });
  terminal.textarea?.addEventListener("blur", () => {
    terminal.options.screenReaderMode = false;
  });
  return { terminal, measure: () => fitting.fit() };
}
