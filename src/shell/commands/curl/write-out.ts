/** `-w`: what is known of a transfer, in a form. */

/** Everything that -w can tell, by name. Times are in seconds. */
export interface Facts {
  readonly [name: string]: string | number;
}

const times = /^time_/;

/** Fills in a form: `%{name}`, `%%`, `\n`, `\r`, `\t`. */
export const writeOut = (form: string, facts: Facts): string =>
  form.replace(
    /%\{(\w+)\}|%%|\\([nrt\\])/g,
    (whole, name: string | undefined, escaped: string | undefined) => {
      if (whole === "%%") return "%";
      if (escaped !== undefined) return { n: "\n", r: "\r", t: "\t" }[escaped] ?? "\\";
      const value = facts[name ?? ""];
      if (value === undefined) return "";
      return times.test(name ?? "") ? Number(value).toFixed(6) : String(value);
    },
  );
