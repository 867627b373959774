/** How wget shows that a page has come: dots in a file, a bar on a terminal, and the rate. */

/** Below this nothing can be told of a rate. */
const leastTime = 2000;
const perDot = 1024;
const perLine = 50;

const rateOf = (size: number, elapsed: number): number => (size * 1e9) / Math.max(leastTime, elapsed);

function scaled(rate: number): { readonly value: number; readonly unit: "" | "K" | "M" | "G" } {
  if (rate < 1024) return { value: rate, unit: "" };
  if (rate < 1024 ** 2) return { value: rate / 1024, unit: "K" };
  return rate < 1024 ** 3 ? { value: rate / 1024 ** 2, unit: "M" } : { value: rate / 1024 ** 3, unit: "G" };
}

const digitsOf = (value: number): number => (value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2);

/** `1.91 MB/s` */
export function rateText(size: number, elapsed: number): string {
  const { value, unit } = scaled(rateOf(size, elapsed));
  return `${value.toFixed(digitsOf(value))} ${unit}B/s`;
}

/** Lines of fifty dots, a dot for each kilobyte. */
export function dotsText(size: number, elapsed: number): string {
  const { value, unit } = scaled(rateOf(size, elapsed));
  const rate = `${value.toFixed(digitsOf(value))}${unit}`.padStart(5);
  const took = `${elapsed < 1e6 ? "0" : Number((elapsed / 1e9).toPrecision(2))}s`;
  const rows = Math.max(1, Math.ceil(size / (perDot * perLine)));
  const lines = Array.from({ length: rows }, (_, row) => {
    const before = row * perLine;
    const dots = Math.min(perLine, Math.floor(size / perDot) - before);
    const cells = Array.from(
      { length: perLine },
      (_unused, at) => `${at % 10 === 0 ? " " : ""}${at < dots ? "." : " "}`,
    );
    const share = size === 0 ? 100 : Math.min(100, Math.floor(((row + 1) * perDot * perLine * 100) / size));
    const end = row === rows - 1 ? `=${took}` : " 0s";
    return `${String(before).padStart(6)}K${cells.join("")}${String(share).padStart(3)}% ${rate}${end}\n`;
  });
  return `\n${lines.join("")}`;
}

/** The bar at its end, as a terminal of 80 columns shows it. */
export const barText = (name: string, size: number): string =>
  `\n\r${name.slice(0, 19).padEnd(20)}100%[===================>] ` +
  `${String(size).padStart(7)}  --.-KB/s    in 0s      \n`;
