/**
 * Saves something as a file of the person's.
 */

/** How long a browser may take to begin with the file before its address goes. */
const graceMillis = 60_000;

export function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), graceMillis);
}
