/**
 * Tells a screen reader what has happened, politely.
 */

/** What is said at once is told together, so that a screen reader is not interrupted at every word. */
export function announcer(): (text: string) => void {
  const live = document.querySelector("#live");
  let due = "";
  return (text) => {
    if (due === "") {
      setTimeout(() => {
        if (live !== null) live.textContent = due;
        due = "";
      }, 250);
    }
    due = text;
  };
}
