/** What ping counts, and its last lines. Times are whole microseconds, as the real one keeps them. */

export interface Statistics {
  sent: number;
  received: number;
  repeats: number;
  errors: number;
  sum: number;
  squares: number;
  least: number;
  most: number;
  /** Eight times the moving average of round trips. */
  average8: number;
  /** The most packets that were under way at once. */
  pipe: number;
  acknowledged: number;
}

export const noStatistics = (): Statistics => ({
  sent: 0,
  received: 0,
  repeats: 0,
  errors: 0,
  sum: 0,
  squares: 0,
  least: Number.MAX_SAFE_INTEGER,
  most: 0,
  average8: 0,
  pipe: 0,
  acknowledged: 0,
});

/** Counts one round trip. */
export function countTrip(statistics: Statistics, micros: number): void {
  statistics.sum += micros;
  statistics.squares += micros * micros;
  statistics.least = Math.min(statistics.least, micros);
  statistics.most = Math.max(statistics.most, micros);
  const { average8 } = statistics;
  statistics.average8 = average8 === 0 ? micros * 8 : average8 + micros - Math.floor(average8 / 8);
}

/** An answer or an error about packet `seq` has come. */
export function acknowledge(statistics: Statistics, seq: number): void {
  const behind = (statistics.sent - seq) & 0xffff;
  if (behind > 0x7fff) return;
  statistics.pipe = Math.max(statistics.pipe, behind + 1);
  const isNewer = ((seq - statistics.acknowledged) & 0xffff) < 0x8000 && seq !== statistics.acknowledged;
  const isFar = (statistics.sent & 0xffff) - statistics.acknowledged > 0x7fff;
  if (isNewer || isFar) statistics.acknowledged = seq;
}

/** Packets that were sent and neither answered nor reported. */
export const inFlight = ({ sent, acknowledged }: Statistics): number =>
  ((sent & 0xffff) - acknowledged) & 0xffff;

const millis = (micros: number): string =>
  `${Math.trunc(micros / 1000)}.${String(Math.trunc(micros % 1000)).padStart(3, "0")}`;

/** A round trip as it stands in the line of a reply: the longer, the fewer digits. */
export function tripText(micros: number): string {
  if (micros >= 100_000 - 50) return String(Math.floor((micros + 500) / 1000));
  if (micros >= 10_000 - 5) return rounded(micros + 50, 1);
  return micros >= 1000 ? rounded(micros + 5, 2) : rounded(micros, 3);
}

const rounded = (micros: number, digits: number): string =>
  `${Math.floor(micros / 1000)}.${String(micros % 1000)
    .padStart(3, "0")
    .slice(0, digits)}`;

export interface Summary {
  readonly host: string;
  readonly statistics: Statistics;
  /** Nanoseconds from the first packet to the last. */
  readonly elapsed: number;
  /** Round trips can be told: the data has room for a time. */
  readonly isTimed: boolean;
  readonly isFast: boolean;
}

/** The last lines of a run. */
export function summaryText({ host, statistics, elapsed, isTimed, isFast }: Summary): string {
  const { sent, received, repeats, errors, pipe } = statistics;
  let text = `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${received} received`;
  if (repeats > 0) text += `, +${repeats} duplicates`;
  if (errors > 0) text += `, +${errors} errors`;
  if (sent > 0) {
    const loss = ((sent - received) * 100) / sent;
    text += `, ${Number(loss.toPrecision(6))}% packet loss, time ${Math.floor((elapsed + 5e5) / 1e6)}ms`;
  }
  const parts: string[] = [];
  if (received > 0 && isTimed) parts.push(tripsText(statistics));
  if (pipe > 1) parts.push(`pipe ${pipe}`);
  if (received > 0 && isFast && sent > 1) {
    const gap = Math.floor(Math.floor(elapsed / 1000) / (sent - 1));
    parts.push(`ipg/ewma ${millis(gap)}/${millis(Math.floor(statistics.average8 / 8))} ms`);
  }
  return `${text}\n${parts.join(", ")}\n`;
}

function tripsText({ received, repeats, sum, squares, least, most }: Statistics): string {
  const total = received + repeats;
  const variance = Math.trunc((squares - Math.floor((sum * sum) / total)) / total);
  const average = Math.floor(sum / total);
  const numbers = [least, average, most, wholeRoot(variance)].map(millis);
  return `rtt min/avg/max/mdev = ${numbers.join("/")} ms`;
}

/** The whole part of a square root. */
const wholeRoot = (square: number): number => (square > 0 ? Math.floor(Math.sqrt(square)) : 0);
