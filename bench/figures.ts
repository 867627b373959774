/**
 * The figures of the page: what each may be, and what the last line of the benchmark says.
 */

/** The names as they are printed. */
export interface Figures {
  readonly seek_ms_median: number;
  readonly seek_ms_p99: number;
  readonly fps_200: number;
  readonly fps_1000: number;
  /** Main-thread time of a frame of the page, with 200 frames in flight, against a page of bare D3. */
  readonly frame_cost_ratio: number;
  readonly longest_task_ms: number;
  readonly first_load_gzip_bytes: number;
  readonly first_frame_ms: number;
}

interface Limit {
  readonly is: "at most" | "at least";
  readonly value: number;
  readonly what: string;
}

/** Screens draw 60 times a second; what is measured of that is a little less or more. */
export const limits: Readonly<Record<keyof Figures, Limit>> = {
  seek_ms_median: { is: "at most", value: 16, what: "a seek, median" },
  seek_ms_p99: { is: "at most", value: 50, what: "a seek, 99th of a hundred" },
  fps_200: { is: "at least", value: 59.5, what: "frames a second, 200 in flight" },
  fps_1000: { is: "at least", value: 55, what: "frames a second, 1000 in flight" },
  frame_cost_ratio: { is: "at most", value: 1.5, what: "cost of a frame, against bare D3" },
  longest_task_ms: { is: "at most", value: 50, what: "longest task while playing" },
  first_load_gzip_bytes: { is: "at most", value: 180 * 1024, what: "scripts of the first load" },
  first_frame_ms: { is: "at most", value: 1000, what: "from navigation to a moving frame" },
};

const names = Object.keys(limits) as (keyof Figures)[];

/** Those that fall short; a figure that is no number does as well. */
export const shortOf = (figures: Figures): (keyof Figures)[] =>
  names.filter((name) => {
    const { is, value } = limits[name];
    return !(is === "at most" ? figures[name] <= value : figures[name] >= value);
  });

/** A line for each figure, with its limit. */
export function figureTable(figures: Figures): string {
  const short = shortOf(figures);
  const lines = names.map((name) => {
    const { is, value, what } = limits[name];
    const mark = short.includes(name) ? "  falls short" : "";
    return `${what.padEnd(36)} ${String(figures[name]).padStart(9)}  ${is} ${value}${mark}`;
  });
  return lines.join("\n");
}

/** The middle one, or the one above the middle of an even number. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The value below which a share of all values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
