/**
 * A set of keys of which one says what kind it is, and the others are as that kind has them.
 */

import { entryOf, type LocatedMap, quoted, textOf } from "#scenario/located";
import { suggestion } from "#scenario/nearest";
import { type JsonSchema, refuse, type Shape } from "#scenario/shape";

type Tagged<Tag extends string, Shapes> = {
  [Name in keyof Shapes & string]: Shapes[Name] extends Shape<infer Content>
    ? { readonly [Key in Tag]: Name } & Content
    : never;
}[keyof Shapes & string];

/** What `tag` names decides which of the shapes is read; the tag stays in the value. */
export function tagged<Tag extends string, const Shapes extends Readonly<Record<string, Shape<object>>>>(
  words: string,
  tag: Tag,
  shapes: Shapes,
): Shape<Tagged<Tag, Shapes>> {
  const names = Object.keys(shapes);
  return {
    words,
    schema: { oneOf: names.map((name) => schemaOf(tag, name, shapes[name]?.schema ?? {})) },
    read(value, report) {
      if (value.kind !== "map") return refuse(value, words, report, `write \`${tag}:\` and its keys`);
      const entry = entryOf(value, tag);
      if (entry === undefined) {
        report.error(value.at, {
          message: `${words} needs the key "${tag}"`,
          remedy: `add \`${tag}:\` with one of ${names.join(", ")}`,
        });
        return undefined;
      }
      const name = textOf(entry.value) ?? "";
      const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
      if (shape === undefined) {
        const message = `${quoted(name)} is not ${words}`;
        report.error(entry.value.at, { message, remedy: suggestion(name, names) });
        return undefined;
      }
      const rest: LocatedMap = { ...value, entries: value.entries.filter((other) => other !== entry) };
      const content = shape.read(rest, report);
      return content === undefined
        ? undefined
        : ({ [tag]: name, ...content } as unknown as Tagged<Tag, Shapes>);
    },
  };
}

function schemaOf(tag: string, name: string, schema: JsonSchema): JsonSchema {
  const needed = Array.isArray(schema.required) ? schema.required : [];
  return {
    ...schema,
    type: "object",
    properties: { [tag]: { const: name }, ...(schema.properties as JsonSchema | undefined) },
    required: [tag, ...needed],
  };
}
