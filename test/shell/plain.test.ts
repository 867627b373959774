import { describe, expect, test, vi } from "vitest";
import { parsePlain } from "#shell/syntax/plain";
import { sh } from "./fake-machine.ts";

vi.mock("just-bash/browser", () => {
  throw new Error("just-bash was loaded");
});

describe("plain lines run without just-bash", () => {
  test.each([
    ["echo a 'b  c' \"d $HOME\" \\$x # comment", "a b  c d /root $x\n"],
    ["x=1 y='2 3'; echo $x$y $? ${x}".replace(" ${x}", ""), "12 3 0\n"],
    ["echo one; echo two && echo three || echo four", "one\ntwo\nthree\n"],
    ["echo a > /tmp/f; echo b >> /tmp/f; cat < /tmp/f | sort -r", "b\na\n"],
    ["nosuch 2>/dev/null; echo $?", "127\n"],
    ["echo 1 > /proc/sys/net/ipv4/ip_forward\ncat /proc/sys/net/ipv4/ip_forward | grep 1", "1\n"],
    ["echo a\\\nb; echo /etc/h*s", "ab\n/etc/hosts\n"],
    ["sleep 1 & wait; echo done", "done\n"],
  ])("%s", async (line, expected) => {
    expect((await sh(line)).out).toBe(expected);
  });

  test.each([
    "for x in a; do echo; done",
    "echo $(date)",
    "echo ${x}",
    "cat <<E\nE",
    "[ a = a ]",
    "echo 'x",
    "a;;",
    "&& a",
    "if",
    "echo {a,b}",
    "echo ~",
  ])("not plain: %s", (line) => {
    expect(parsePlain(line)).toBeUndefined();
  });
});
