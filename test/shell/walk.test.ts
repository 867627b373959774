import { describe, expect, test } from "vitest";
import { sh } from "./fake-machine.ts";

const cases: readonly (readonly [string, string])[] = [
  ["echo one; echo two && echo three || echo four", "one\ntwo\nthree\n"],
  ["false && echo a || echo b; ! false; echo $?", "b\n0\n"],
  ["if [ 1 -gt 2 ]; then echo a; elif test -n x; then echo b; else echo c; fi", "b\n"],
  ["case start in stop) echo s;; sta*|x) echo yes;; *) echo no;; esac", "yes\n"],
  ["for i in 1 2 3; do [ $i = 2 ] && continue; echo $i; done", "1\n3\n"],
  ["for i in a b; do for j in 1 2; do echo $i$j; break 2; done; done", "a1\n"],
  ["i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo -n $i; done; echo", "123\n"],
  ["i=3; until [ $i -eq 0 ]; do echo -n $i; i=$((i-1)); done; echo", "321\n"],
  ["for ((i=0; i<3; i++)); do echo -n $i; done; echo", "012\n"],
  ["f() { local x=in; echo $1 $# $x; return 4; }; x=out; f a b; echo $? $x", "a 2 in\n4 out\n"],
  ["(cd /tmp; x=1; pwd); pwd; echo [$x]", "/tmp\n/root\n[]\n"],
  ["{ echo a; echo b; } > /tmp/f; cat /tmp/f", "a\nb\n"],
  ["echo a > /tmp/f; echo b >> /tmp/f; wc -l < /tmp/f", "2\n"],
  ["nosuch 2> /tmp/e; cat /tmp/e", "bash: line 1: nosuch: command not found\n"],
  ["nosuch > /tmp/e 2>&1; wc -l < /tmp/e", "1\n"],
  ["cat <<E\nhome $HOME $((1+1))\nE", "home /root 2\n"],
  ["cat <<'E'\n$HOME\nE", "$HOME\n"],
  ["x='a  b'; echo $x; echo \"$x\"; set -- $x; echo $#", "a b\na  b\n2\n"],
  [
    "x=abc.tar.gz; echo ${x%.*} ${x%%.*} ${x#*.} ${x##*.} ${#x} ${x/a/X} ${x:1:2}",
    "abc.tar abc tar.gz gz 10 Xbc.tar.gz bc\n",
  ],
  ["echo ${u:-dflt} ${u:=set} $u ${u:+alt}", "dflt set set alt\n"],
  ["echo $(echo a; echo b) `echo c`", "a b c\n"],
  ["n=0; for i in $(seq 200000); do n=$i; done; echo $n; set -- $(seq 200000); echo $#", "200000\n200000\n"],
  ["seq 200000 > /tmp/f; sort -n /tmp/f | tail -1; grep -cf /tmp/f /tmp/f", "200000\n200000\n"],
  ["x=$(false); rc=$?; echo $rc; y=1; echo $?", "1\n0\n"],
  ["echo $((2**10)) $((7/2)) $((-7%3)) $((1<<4|1)) $((3>2?5:6))", "1024 3 -1 17 5\n"],
  ["x=5; ((x+=2)); echo $x; let x=x*2; echo $x; x=$((x++ + ++x)); echo $x", "7\n14\n30\n"],
  ['a=(x y z); echo ${a[1]} ${#a[@]} "${a[@]}"; a[1]=Q; echo ${a[*]}', "y 3 x y z\nx Q z\n"],
  ["echo {a,b}{1..3} {01..03}", "a1 a2 a3 b1 b2 b3 01 02 03\n"],
  ["touch /tmp/b /tmp/B /tmp/a; cd /tmp; echo *; echo [ab]; echo no*", "B a b\na b\nno*\n"],
  ["set -- a 'b c'; for x in \"$@\"; do echo [$x]; done; shift; echo $1 $#", "[a]\n[b c]\nb c 1\n"],
  ["echo 'a b c' | { read x y; echo \"$y|$x\"; }", "b c|a\n"],
  ["printf 'a\\nb\\n' | while read l; do echo \"<$l>\"; done", "<a>\n<b>\n"],
  ["printf '%s-%03d|' a 5 b 7; printf '%5.2f%%\\n' 3.14159", "a-005|b-007| 3.14%\n"],
  ["eval 'x=1; echo $x'; . /dev/null; echo $?", "1\n0\n"],
  ["trap 'echo bye' EXIT; echo hi; exit 3", "hi\nbye\n"],
  [
    "[[ abc == a* && ! -e /nope && 10 -gt 9 ]] && echo yes; [[ v12 =~ ([0-9]+) ]] && echo ${BASH_REMATCH[1]}",
    "yes\n12\n",
  ],
  ["set -e; false || echo kept; if false; then :; fi; false; echo never", "kept\n"],
  ["export A=1; B=2; env | grep -c '^[AB]='; A=5 env | grep ^A=", "1\nA=5\n"],
  ["sh -c 'echo $0 $1' zero one; echo 'echo piped' | sh", "zero one\npiped\n"],
  ["echo a b c | xargs -n1 echo item; seq 3 | xargs -I{} echo n{}", "item a\nitem b\nitem c\nn1\nn2\nn3\n"],
  ["yes | head -2; echo $?", "y\ny\n0\n"],
  ["yes | head -c 5; echo abcdef | head -c -3; seq 2 | head -c 99", "y\ny\nyabcd1\n2\n"],
  ["while :; do echo loop; done | head -n 2", "loop\nloop\n"],
  ["printf 'b\\nB\\na\\n_\\n' | sort; printf '10\\n9\\n' | sort -n | tail -1", "B\n_\na\nb\n10\n"],
  ["for r in b a b; do echo $r; done | sort | uniq -c", "      1 a\n      2 b\n"],
  ["seq 5 | tail -n +4; seq 5 | tail -n 1; seq 9 | sed -n 2p; seq 12 | grep -c 1", "4\n5\n5\n2\n4\n"],
  ["sleep 1.5; echo $SECONDS; date +%T; date", "1\n00:00:01\nThu Jan  1 00:00:01 UTC 2026\n"],
  ["sleep 2 & sleep 1; echo first; wait; echo second $SECONDS", "first\nsecond 2\n"],
  ["sleep 100 & kill $!; wait $!; echo $?", "143\n"],
  ["sleep 100 & sleep 100 & kill $(jobs -p); wait; jobs -p | wc -l; (jobs); echo $SECONDS", "0\n0\n"],
  ["sleep 9 & jobs -p | wc -l; kill %7 2>&1", "1\nbash: line 1: kill: %7: no such job\n"],
  ["timeout 1 sleep 5; echo $?; timeout 5 true; echo $?; date +%S", "124\n0\n01\n"],
  [
    "sudo echo root; nohup echo n; type cd; command -v nosuch; echo $?",
    "root\nn\ncd is a shell builtin\n1\n",
  ],
  [
    "mkdir -p /a/b; cp -a /etc/hosts /a/b/h; ls /a/b; mv /a/b/h /a; ls -F /a; rm -r /a; ls /a 2>&1",
    "h\nb/\nh\nls: cannot access '/a': No such file or directory\n",
  ],
  [
    "echo a > /tmp/a; echo b > /tmp/b; cp /tmp/a /tmp/b; cat /tmp/b; cp /tmp/a /tmp/a 2>&1",
    "a\ncp: '/tmp/a' and '/tmp/a' are the same file\n",
  ],
  ["echo 'echo ran $1' > /tmp/s.sh; chmod +x /tmp/s.sh; /tmp/s.sh x; cd /tmp; ./s.sh y", "ran x\nran y\n"],
  [
    "echo abc > /tmp/t; sed -i s/b/X/ /tmp/t; cat /tmp/t; echo q | tee /tmp/u /tmp/v; cmp /tmp/u /tmp/v",
    "aXc\nq\n",
  ],
  [
    "cd /proc/sys/net/ipv4; echo 1 > ip_forward; cat ip_forward; ls conf; cat conf/eth0.1/arp_ignore",
    "1\nall\neth0.1\nlo\n0\n",
  ],
  ["find /etc -name 'host*' -exec grep -l localhost {} \\; ;", "/etc/hosts\n"],
  [
    "cd /tmp; seq 3 > a; printf '1\\nX\\n3\\n4\\n' > b; diff a b; diff -u a b | tail -n +3",
    "2c2\n< 2\n---\n> X\n3a4\n> 4\n@@ -1,3 +1,4 @@\n 1\n-2\n+X\n 3\n+4\n",
  ],
  ["false | true | sh -c 'exit 3'; echo ${PIPESTATUS[@]}", "1 0 3\n"],
];

describe("scripts do what they do in a real shell", () => {
  test.each(cases)("%s", async (text, expected) => {
    const { out } = await sh(text);
    expect(out).toBe(expected);
  });
});

describe("what the shell itself says is in its own words", () => {
  test.each([
    ["nosuch", "/bin/sh: 1: nosuch: not found\n", 127, "bash: line 1: nosuch: command not found\n", 127],
    [
      "echo >/x/y",
      "/bin/sh: 1: cannot create /x/y: Directory nonexistent\n",
      2,
      "bash: line 1: /x/y: No such file or directory\n",
      1,
    ],
    [
      "cat < /nope",
      "/bin/sh: 1: cannot open /nope: No such file\n",
      2,
      "bash: line 1: /nope: No such file or directory\n",
      1,
    ],
    [
      "echo x > /proc/sys/net/ipv4/ip_forward",
      "/bin/sh: 1: echo: echo: I/O error\n",
      1,
      "bash: line 1: echo: write error: Invalid argument\n",
      1,
    ],
    [
      "echo 1 > /proc/sys/net/ipv4/nope",
      "/bin/sh: 1: cannot create /proc/sys/net/ipv4/nope: Directory nonexistent\n",
      2,
      "bash: line 1: /proc/sys/net/ipv4/nope: No such file or directory\n",
      1,
    ],
    [
      "cd /nope",
      "/bin/sh: 1: cd: can't cd to /nope\n",
      2,
      "bash: line 1: cd: /nope: No such file or directory\n",
      1,
    ],
    [
      "fi",
      '/bin/sh: 1: Syntax error: "fi" unexpected\n',
      2,
      "bash: line 1: syntax error near unexpected token `fi'\n",
      2,
    ],
    [
      "echo 'x",
      "/bin/sh: 1: Syntax error: Unterminated quoted string\n",
      2,
      "bash: line 1: unexpected EOF while looking for matching `''\n",
      2,
    ],
    [
      "/etc/hosts",
      "/bin/sh: 1: /etc/hosts: Permission denied\n",
      126,
      "bash: line 1: /etc/hosts: Permission denied\n",
      126,
    ],
  ] as const)("%s", async (...row) => {
    const [text, dash, dashCode, bash, bashCode] = row;
    const one = await sh(text, "dash");
    expect([one.err, one.code]).toEqual([dash, dashCode]);
    const other = await sh(text, "bash");
    expect([other.err, other.code]).toEqual([bash, bashCode]);
  });

  test("dash's echo reads backslashes, bash's does with -e", async () => {
    expect((await sh("echo 'a\\tb'; echo -e x", "dash")).out).toBe("a\tb\n-e x\n");
    expect((await sh("echo 'a\\tb'; echo -e 'x\\ty'", "bash")).out).toBe("a\\tb\nx\ty\n");
  });
});

test("chance and time come from the simulation, whatever the host's are", async () => {
  const text =
    "echo $RANDOM $$; awk 'BEGIN{print rand(); srand(); print rand(), systime()}'; stat -c %y /etc";
  const first = await sh(text);
  expect(first.out).toContain("1767225600");
  expect((await sh(text)).out).toBe(first.out);
});

test("chance and time come from the simulation, whatever the host's are", async () => {
  const text = "echo $RANDOM $$; awk 'BEGIN{print rand(); srand(); print rand(), systime()}'; stat /etc";
  const first = await sh(text);
  expect(first.out).toContain("1767225600");
  expect((await sh(text)).out).toBe(first.out);
});
