/** When an interactive bash asks for another line, as bash 5.2 does. */

import { expect, test } from "vitest";
import { continues } from "#shell/syntax/continues";

const unfinished = [
  "for i in 1 2; do",
  "for i in 1 2",
  "while :; do # for ever",
  "until false",
  "if true; then",
  "if true; then echo; else",
  "case x in",
  "case x in a)",
  "f() {",
  "f()",
  "{ echo;",
  "(echo",
  "x=(1 2",
  "[[ -f x &&",
  'echo "a',
  "echo 'a\nb",
  "echo $(ls",
  "echo `ls",
  "echo ${x",
  "cat <<END",
  "cat <<END\none",
  "cat <<-'END' | sort\n\tone",
  "cat <<A <<B\n1\nA\n2",
  "a |",
  "a &&",
  "a || ",
  "a \\",
  "echo 'b' \\",
];

const whole = [
  "",
  "  ",
  "ls",
  "ls -l | sort",
  "sleep 1 &",
  "echo a \\\\",
  "echo a \\|",
  "echo 'a |'",
  'echo "a &&"',
  "# a loop: for i in |",
  "echo a # and \\",
  "for i in 1; do :; done",
  "cat <<END\none\nEND",
  "fi",
  "done",
  "a ;;",
  "| a",
  "echo <",
  "for",
];

test.each(unfinished)("asks for more after %j", async (text) => {
  expect(await continues(text)).toBe(true);
});

test.each(whole)("does not after %j", async (text) => {
  expect(await continues(text)).toBe(false);
});
