/**
 * Counters of connections, packets and bytes, and the rates made of them.
 *
 * Counting goes on with every packet; listings show the sums as of the last tick of the estimator, and
 * rates that follow the traffic by a quarter of the difference a tick, in whole numbers (ip_vs_est).
 */

export interface Counters {
  connections: number;
  inPackets: number;
  outPackets: number;
  inBytes: number;
  outBytes: number;
}

export interface Stats {
  /** What has been counted up to now. */
  readonly live: Counters;
  /** The sums as of the last tick. */
  readonly sums: Counters;
  /** The sums as of the last `ipvsadm -Z`: what is shown is the difference. */
  readonly zeroPoint: Counters;
  /** Rates in the estimator's scale: 1/1024 a second for connections and packets, 1/32 for bytes. */
  readonly rates: Counters;
}

const noCounts = (): Counters => ({ connections: 0, inPackets: 0, outPackets: 0, inBytes: 0, outBytes: 0 });

export const emptyStats = (): Stats => ({
  live: noCounts(),
  sums: noCounts(),
  zeroPoint: noCounts(),
  rates: noCounts(),
});

const names = ["connections", "inPackets", "outPackets", "inBytes", "outBytes"] as const;

const isBytes = (name: keyof Counters): boolean => name === "inBytes" || name === "outBytes";

/** Two seconds' tick: sums catch up and rates move. Answers whether anything is still moving. */
export function tick({ live, sums, rates }: Stats): boolean {
  let isMoving = false;
  for (const name of names) {
    const delta = live[name] - sums[name];
    const rate = delta * (isBytes(name) ? 16 : 512);
    sums[name] = live[name];
    rates[name] += Math.floor((rate - rates[name]) / 4);
    if (delta !== 0 || rates[name] !== 0) isMoving = true;
  }
  return isMoving;
}

/** `ipvsadm -Z`: what the last tick saw becomes the zero point; rates start again. */
export function zero({ sums, zeroPoint, rates }: Stats): void {
  for (const name of names) {
    zeroPoint[name] = sums[name];
    rates[name] = 0;
  }
}

/** The counters that `--stats` shows. */
export function shownSums({ sums, zeroPoint }: Stats): Counters {
  const shown = noCounts();
  for (const name of names) shown[name] = sums[name] - zeroPoint[name];
  return shown;
}

/** The rates that `--rate` shows: connections, packets and bytes a second. */
export function shownRates({ rates }: Stats): Counters {
  const shown = noCounts();
  for (const name of names) {
    shown[name] = isBytes(name)
      ? Math.floor((rates[name] + 15) / 32)
      : Math.floor((rates[name] + 511) / 1024);
  }
  return shown;
}
