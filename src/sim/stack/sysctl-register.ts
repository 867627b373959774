/**
 * Putting switches into the table by name and taking them out: for the records of the stack, and for parts
 * above it whose switches come and go with a kernel module.
 */

import type { Sysctl, SysctlTable } from "./sysctl.ts";
import { type FieldRange, formatNumbers, parseNumbers } from "./sysctl-numbers.ts";

/** How the file of one field behaves beyond its range. */
export interface FieldSpec extends FieldRange {
  /** The file's name, where it is not the field's. */
  readonly file?: string;
  readonly isReadOnly?: boolean;
  /** Which numbers within the range may be written; left out: all. */
  readonly allows?: (value: number) => boolean;
  /** Called after a write, with the value before it. */
  readonly after?: (before: number) => void;
}

/** Behaviour by field; fields not named take any number of 32 bits. */
export type FieldSpecs<Fields> = { readonly [field in keyof Fields]?: FieldSpec };

/** A record whose fields are all numbers. */
export type NumberRecord<Fields> = { [field in keyof Fields]: number };

/** Registers every field of a record as `<prefix>.<field>`. */
export function registerRecord<Fields extends NumberRecord<Fields>>(
  table: SysctlTable,
  prefix: string,
  record: Fields,
  specs: FieldSpecs<Fields> = {},
): void {
  for (const field of Object.keys(record) as (keyof Fields & string)[]) {
    const spec = specs[field] ?? {};
    registerNumber(table, `${prefix}.${spec.file ?? field}`, {
      ...spec,
      read: () => record[field],
      write: (value) => {
        record[field] = value as Fields[keyof Fields & string];
      },
    });
  }
}

/** One number that is kept wherever its owner keeps it. */
export interface NumberAccess extends FieldSpec {
  readonly read: () => number;
  readonly write: (value: number) => void;
}

/** Registers one number under its full name. */
export function registerNumber(table: SysctlTable, name: string, access: NumberAccess): void {
  const write = (text: string): "ok" | "EINVAL" => {
    const value = parseNumbers(text, 1, access)?.[0];
    if (value === undefined || access.allows?.(value) === false) return "EINVAL";
    const before = access.read();
    access.write(value);
    access.after?.(before);
    return "ok";
  };
  register(table, {
    name,
    read: () => String(access.read()),
    write: access.isReadOnly === true ? undefined : write,
  });
}

/** Registers a file with several numbers. `write` gets as many as were written and may refuse them. */
export function registerNumbers(
  table: SysctlTable,
  name: string,
  access: {
    readonly read: () => readonly number[];
    readonly write: (values: readonly number[]) => "ok" | "EINVAL";
    readonly range?: FieldRange;
  },
): void {
  register(table, {
    name,
    read: () => formatNumbers(access.read()),
    write: (text) => {
      const values = parseNumbers(text, access.read().length, access.range);
      return values === undefined ? "EINVAL" : access.write(values);
    },
  });
}

/** Registers one switch, in place of what had its name. */
export function register(table: SysctlTable, sysctl: Sysctl): void {
  table.byName.set(sysctl.name, sysctl);
}

/** Takes away every switch whose name begins with `<prefix>.`, as when a module is unloaded. */
export function unregister(table: SysctlTable, prefix: string): void {
  for (const name of [...table.byName.keys()]) {
    if (name.startsWith(`${prefix}.`)) table.byName.delete(name);
  }
}
