/** What PS1 stands for. */

import { expect, test } from "vitest";
import { promptOf } from "#shell/prompt";

const here = { host: "lb1.example.org", cwd: "/root/scripts", jobs: 2 };

test.each([
  ["\\u@\\h:\\w\\$ ", "root@lb1:~/scripts# "],
  ["[\\u@\\H \\W]\\$ ", "[root@lb1.example.org scripts]# "],
  ["\\[\\e[1m\\]\\s \\j\\[\\e[0m\\]\\n> ", "\u001b[1mbash 2\u001b[0m\n> "],
  ["\\\\ \\q $x", "\\ \\q $x"],
  ["", ""],
])("%j", (value, shown) => {
  expect(promptOf(value, here)).toBe(shown);
});

test.each([
  ["/root", "~ ~"],
  ["/", "/ /"],
  ["/rootkit", "/rootkit rootkit"],
  ["/etc/sysctl.d", "/etc/sysctl.d sysctl.d"],
])("the folder %s", (cwd, shown) => {
  expect(promptOf("\\w \\W", { ...here, cwd })).toBe(shown);
});
