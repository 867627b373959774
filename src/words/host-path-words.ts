/**
 * The words of a packet's way inside a host. What happened at a station is told in the words of explanations;
 * here are the stations, and what is said where nothing was recorded.
 */

import type { Beginning, Bypass, StationName, StationState } from "./host-path-facts.ts";
import type { LanguageCode } from "./languages.ts";

export interface HostPathWords {
  readonly title: (node: string) => string;
  /** The machines that the packet came to, to choose from. */
  readonly visits: string;
  /** A machine that it came to more than once. */
  readonly again: (node: string, time: number) => string;
  readonly keys: string;
  /** How a passage begins: which packet, by which device. */
  readonly beginnings: Readonly<Record<Beginning, (packet: string, device: string) => string>>;
  readonly stations: Readonly<Record<StationName, string>>;
  /** What is asked at a station. */
  readonly asked: Readonly<Record<StationName, string>>;
  readonly states: Readonly<Record<StationState, string>>;
  readonly bypasses: Readonly<Record<Bypass, string>>;
  /** What rp_filter let pass, by its value. */
  readonly validated: Readonly<Record<string, string>>;
  readonly arrivedBy: (device: string) => string;
  readonly leftBy: (device: string) => string;
  readonly deciding: string;
  readonly later: string;
  readonly goTo: string;
  readonly nothing: string;
}

/** The words of a language, when somebody first looks inside a host. */
export async function loadHostPath(code: LanguageCode): Promise<HostPathWords> {
  switch (code) {
    case "en":
      return (await import("./en/host-path.ts")).hostPath;
    case "zh":
      return (await import("./zh/host-path.ts")).hostPath;
  }
}
