/**
 * Shapes: what a value of a scenario file may be, said once.
 *
 * A shape reads a located value, with a diagnostic for each thing that does not fit, and describes the same
 * as JSON Schema for editors. Scenarios are put together from these few kinds in `scenario-shape.ts`. Reading
 * goes on after a mistake, so that one pass finds all of them; `undefined` says that something was reported.
 */

import type { Report } from "./diagnostic.ts";
import type { Located, LocatedMap } from "./located.ts";
import { quoted, whatIs } from "./located.ts";
import { suggestion } from "./nearest.ts";

export type JsonSchema = { readonly [key: string]: unknown };

export interface Shape<T> {
  /** What fits, in words that follow "expected": `a time such as 100us`. */
  readonly words: string;
  readonly schema: JsonSchema;
  read(value: Located, report: Report): T | undefined;
}

/** One key of a record. */
export interface Field<T, Required extends boolean = boolean> {
  readonly shape: Shape<T>;
  readonly about: string;
  readonly isRequired: Required;
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type Names<F extends Fields, Required extends boolean> = {
  [K in keyof F]: F[K] extends Field<unknown, Required> ? K : never;
}[keyof F];
type Content<F> = F extends Field<infer T> ? T : never;

/** The type that a record of these fields reads as. */
export type RecordOf<F extends Fields> = {
  readonly [K in Names<F, true>]: Content<F[K]>;
} & {
  readonly [K in Names<F, false>]?: Content<F[K]>;
};

export const required = <T>(shape: Shape<T>, about: string): Field<T, true> => ({
  shape,
  about,
  isRequired: true,
});

export const optional = <T>(shape: Shape<T>, about: string): Field<T, false> => ({
  shape,
  about,
  isRequired: false,
});

/** Reports that a value is not what the shape wants. */
export function refuse(value: Located, expected: string, report: Report, remedy?: string): undefined {
  report.error(value.at, {
    message: `${whatIs(value)} where ${expected} is expected`,
    remedy: remedy ?? `write ${expected}`,
  });
  return undefined;
}

/** Known keys, each with its shape. A record without required keys may be left empty. */
export function record<F extends Fields>(words: string, fields: F): Shape<RecordOf<F>> {
  const names = Object.keys(fields);
  const requiredNames = names.filter((name) => fields[name]?.isRequired);
  const mayBeEmpty = requiredNames.length === 0;
  const properties = Object.fromEntries(
    names.map((name) => [name, { description: fields[name]?.about, ...fields[name]?.shape.schema }]),
  );
  return {
    words,
    schema: {
      type: mayBeEmpty ? ["object", "null"] : "object",
      properties,
      ...(mayBeEmpty ? {} : { required: requiredNames }),
      additionalProperties: false,
    },
    read(value, report) {
      if (mayBeEmpty && value.kind === "scalar" && value.value === null) return {} as RecordOf<F>;
      if (value.kind !== "map") return refuse(value, words, report, `write its keys: ${names.join(", ")}`);
      return readFields(value, { words, fields, requiredNames }, report) as RecordOf<F> | undefined;
    },
  };
}

interface RecordShape {
  readonly words: string;
  readonly fields: Fields;
  readonly requiredNames: readonly string[];
}

function readFields(
  value: LocatedMap,
  { words, fields, requiredNames }: RecordShape,
  report: Report,
): unknown {
  const read: [string, unknown][] = [];
  let isWhole = true;
  for (const entry of value.entries) {
    const field = Object.hasOwn(fields, entry.key) ? fields[entry.key] : undefined;
    const content = field?.shape.read(entry.value, report);
    if (field === undefined) {
      report.error(entry.keyAt, {
        message: `${words} has no key ${quoted(entry.key)}`,
        remedy: suggestion(entry.key, Object.keys(fields)),
      });
    }
    if (content === undefined) isWhole = false;
    read.push([entry.key, content]);
  }
  for (const name of requiredNames.filter((name) => value.entries.every(({ key }) => key !== name))) {
    report.error(value.at, {
      message: `${words} needs the key "${name}"`,
      remedy: remedyForMissing(name, fields),
    });
    isWhole = false;
  }
  return isWhole ? Object.fromEntries(read) : undefined;
}

const remedyForMissing = (name: string, fields: Fields): string =>
  `add \`${name}:\` with ${fields[name]?.shape.words}`;

/** Keys of the author's choice. Reads as a list in the order of the file, each with its key as `name`. */
export function named<T extends object>(
  words: string,
  name: Shape<string>,
  content: Shape<T>,
): Shape<readonly (T & { readonly name: string })[]> {
  return entries({ words, name, content }, (key, value) => ({ ...value, name: key }));
}

/** Keys of the author's choice with a value each; `combine` makes an item of the list out of the two. */
export function entries<T, Item>(
  { words, name, content }: { words: string; name: Shape<string>; content: Shape<T> },
  combine: (key: string, value: T) => Item,
): Shape<readonly Item[]> {
  return {
    words,
    schema: { type: "object", propertyNames: name.schema, additionalProperties: content.schema },
    read(value, report) {
      if (value.kind !== "map") return refuse(value, words, report);
      const items: (Item | undefined)[] = value.entries.map((entry) => {
        const key = name.read({ kind: "scalar", value: entry.key, style: "plain", at: entry.keyAt }, report);
        const read = content.read(entry.value, report);
        return key === undefined || read === undefined ? undefined : combine(key, read);
      });
      return whole(items);
    },
  };
}

/** A list of values of one shape. */
export function list<T>(words: string, item: Shape<T>, limits: { max?: number } = {}): Shape<readonly T[]> {
  const max = limits.max ?? 10_000;
  return {
    words,
    schema: { type: "array", items: item.schema, maxItems: max },
    read(value, report) {
      if (value.kind !== "list") return refuse(value, words, report, "write `- ` before each item");
      if (value.items.length > max) {
        return refuse(value, `a list of at most ${max} items`, report);
      }
      return whole(value.items.map((entry) => item.read(entry, report)));
    },
  };
}

/** One of two shapes: `short` where the value is a scalar, `long` otherwise. */
export function either<Short, Long>(short: Shape<Short>, long: Shape<Long>): Shape<Short | Long> {
  const words = `${short.words} or ${long.words}`;
  return {
    words,
    schema: { anyOf: [short.schema, long.schema] },
    read: (value, report) =>
      value.kind === "scalar"
        ? short.read(value, report)
        : (long.read(value, report) as Short | Long | undefined),
  };
}

/** Exactly one of several keys, which says what kind the value is. */
export function variant<V extends Readonly<Record<string, Shape<object>>>>(
  words: string,
  variants: V,
): Shape<VariantOf<V>> {
  const kinds = Object.keys(variants);
  return {
    words,
    schema: {
      oneOf: kinds.map((kind) => ({
        type: "object",
        properties: { [kind]: variants[kind]?.schema },
        required: [kind],
        additionalProperties: false,
      })),
    },
    read(value, report) {
      const [entry, second] = value.kind === "map" ? value.entries : [];
      if (entry === undefined) return refuse(value, words, report);
      if (second !== undefined) {
        report.error(second.keyAt, {
          message: `${words} is one key, and ${quoted(second.key)} is another`,
          remedy: "begin a new item with `- `",
        });
      }
      const shape = Object.hasOwn(variants, entry.key) ? variants[entry.key] : undefined;
      if (shape === undefined) {
        report.error(entry.keyAt, {
          message: `${quoted(entry.key)} is not ${words}`,
          remedy: suggestion(entry.key, kinds),
        });
      }
      const content = shape?.read(entry.value, report);
      if (content === undefined || second !== undefined) return undefined;
      return { kind: entry.key, ...content } as VariantOf<V>;
    },
  };
}

type VariantOf<V> = {
  [K in keyof V]: V[K] extends Shape<infer T> ? { readonly kind: K } & T : never;
}[keyof V];

/** The same value in another form: what `short` reads becomes what `change` makes of it. */
export const mapped = <From, To>(shape: Shape<From>, change: (from: From) => To): Shape<To> => ({
  words: shape.words,
  schema: shape.schema,
  read(value, report) {
    const read = shape.read(value, report);
    return read === undefined ? undefined : change(read);
  },
});

const whole = <T>(items: readonly (T | undefined)[]): readonly T[] | undefined =>
  items.some((item) => item === undefined) ? undefined : (items as readonly T[]);
