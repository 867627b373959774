/**
 * How long something still lasts, as `ipvsadm -Lnc` prints it: minutes and seconds, `14:59`.
 */

/** The time from one moment to another, both in nanoseconds; past ends are `00:00`. */
export function timeLeft(expiresAt: number, at: number): string {
  const seconds = Math.max(0, Math.floor((expiresAt - at) / 1e9));
  const two = (count: number): string => String(count).padStart(2, "0");
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
