/** Progress in a browser's storage that may be damaged, full, forbidden, or shared with another tab. */

import { expect, test } from "vitest";
import { keepProgress, type Storage } from "#ui/lesson/kept-progress";

const key = "lvs-lab.progress";

function storageWith(text?: string): Storage & { readonly kept: Map<string, string> } {
  const kept = new Map(text === undefined ? [] : [[key, text]]);
  return {
    kept,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
}

const done = { done: { "one-question": true }, reached: 2 };

test("what is noted is there at the next visit", () => {
  const storage = storageWith();
  keepProgress(() => storage).note("who-has-vip", done);
  const next = keepProgress(() => storage);
  expect(next.trouble()).toBeUndefined();
  expect(next.progress().lessons["who-has-vip"]).toEqual({ steps: done.done, reached: 2 });
});

test("a damaged text is said, stays aside word for word, and hinders nothing", () => {
  const storage = storageWith("{ half a");
  const kept = keepProgress(() => storage);
  expect(kept.trouble()).toBe("damaged");
  kept.note("who-has-vip", done);
  const next = keepProgress(() => storage);
  expect(next.progress().aside).toEqual(["{ half a"]);
  expect(next.progress().lessons["who-has-vip"]?.reached).toBe(2);
});

test.each<[string, Partial<Storage>]>([
  [
    "full",
    {
      setItem: () => {
        throw new Error("QuotaExceededError");
      },
    },
  ],
  [
    "unreadable",
    {
      getItem: () => {
        throw new Error("SecurityError");
      },
      setItem: () => {
        throw new Error("SecurityError");
      },
    },
  ],
])("a store that is %s loses nothing of this visit, and says so", (_, broken) => {
  const kept = keepProgress(() => ({ ...storageWith(), ...broken }));
  kept.note("who-has-vip", done);
  kept.note("nat-rewrites", { done: {}, reached: 1 });
  expect(kept.progress().lessons["who-has-vip"]?.reached).toBe(2);
  expect(kept.progress().lessons["nat-rewrites"]?.reached).toBe(1);
  expect(kept.trouble()).toBe("not-kept");
});

test("storage that is forbidden altogether is no end of the page", () => {
  const kept = keepProgress(() => {
    throw new Error("SecurityError");
  });
  kept.note("who-has-vip", done);
  kept.forget();
  expect(kept.progress().lessons).toEqual({});
});

test("what another tab has done meanwhile stays done", () => {
  const storage = storageWith();
  const [one, other] = [keepProgress(() => storage), keepProgress(() => storage)];
  one.note("who-has-vip", done);
  other.note("nat-rewrites", { done: { a: true }, reached: 1 });
  expect(Object.keys(keepProgress(() => storage).progress().lessons).sort()).toEqual([
    "nat-rewrites",
    "who-has-vip",
  ]);
});

test("what was saved is loaded elsewhere, and what is forgotten is gone", () => {
  const storage = storageWith();
  const kept = keepProgress(() => storage);
  kept.note("who-has-vip", done);
  const text = storage.kept.get(key) ?? "";
  const elsewhere = storageWith();
  const other = keepProgress(() => elsewhere);
  expect(other.load(text)).toBeUndefined();
  expect(other.progress().lessons["who-has-vip"]?.steps).toEqual(done.done);
  expect(other.load("no progress at all")).toBe("damaged");
  kept.forget();
  expect(storage.kept.has(key)).toBe(false);
  expect(kept.progress().lessons).toEqual({});
});
