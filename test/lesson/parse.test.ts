/** The mistakes of lesson files: each is found at its place, with what would be right. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { shippedScenarios } from "#cli/open-lesson";
import { parseCourse, parseLesson } from "#lesson/parse";
import { formatDiagnostic } from "#scenario/diagnostic";

type File = "lesson.yaml" | "en.md" | "zh.md";

const scenarios = shippedScenarios();

/** The sample with some of its text replaced; the diagnostics without their places. */
function mistakes(file: File, from: string, to: string): readonly string[] {
  const source = (name: File) => {
    const text = readFileSync(`test/lesson/sample/${name}`, "utf8");
    if (name !== file) return { file: name, text };
    expect(text).toContain(from);
    return { file: name, text: text.replace(from, to) };
  };
  const words = { en: source("en.md"), zh: source("zh.md") };
  const parsed = parseLesson({ name: "sample", lesson: source("lesson.yaml"), words }, scenarios);
  expect(parsed.lesson === undefined).toBe(parsed.diagnostics.length > 0);
  return parsed.diagnostics.map(formatDiagnostic);
}

const answer = '"tcp.flags == SYN"] } }\n    at: { kind: arp-reply-sent, node: rs1 }';

describe("lesson.yaml", () => {
  test.each<[what: string, from: string, to: string, found: string]>([
    ["an unknown scenario", "arp-nothing-set", "arp-nothing-sett", 'no scenario "arp-nothing-sett"; did you'],
    [
      "an unknown key",
      "until: {",
      "untill: {",
      'a step of reading has no key "untill"; did you mean "until"?',
    ],
    ["an unknown kind of step", "kind: read", "kind: reed", '"reed" is not a step; did you mean "read"?'],
    ["a step named twice", "name: which-cable", "name: which-ttl", 'the step "which-ttl" is there already'],
    ["a bad name", "name: which-cable", "name: Which cable", '"Which cable" cannot be a name'],
    ["a missing name", "name: one-question", "", 'a step of reading needs the key "name"'],
    ["an unknown node", "node: rs1, frame", "node: rs7, frame", 'no node "rs7"'],
    ["an unknown machine to type on", "on: router", "on: routr", 'no node "routr"; did you mean "router"?'],
    ["an unknown device", "node: rs1 }", "node: rs1, device: eth7 }", '"rs1" has no device "eth7"'],
    ["an unknown check", "check: drop-seen", "check: drop-sen", '"drop-sen" is not a check; did you mean'],
    [
      "an unknown parameter",
      "never: true",
      "nevr: true",
      'drop-seen has no key "nevr"; did you mean "never"?',
    ],
    ["a parameter that is no value", "times: 2", "times: two", 'the text "two" where a number'],
    ["an unknown kind of event", "arp-request-sent", "arp-request-send", 'did you mean "arp-request-sent"?'],
    ["an unknown reason", "arp-ignored", "arp-ignord", 'did you mean "arp-ignored"?'],
    [
      "a reason of what ends nothing",
      "node: director }",
      "reason: no-route }",
      "packet-delivered has no reason",
    ],
    ["a device of what has none", "node: director }", "device: eth0 }", "packet-delivered has no device"],
    [
      "a condition that is none",
      "arp.target == 10.0.0.10",
      "arp.target",
      "no condition; write a field, a comp",
    ],
    ["an unknown field", "arp.target ==", "arp.targt ==", 'did you mean "arp.target"?'],
    ["a bad value", "tcp.flags == RST,ACK", "tcp.flags == RTS", "tcp.flags takes flags such as SYN,ACK"],
    [
      "header fields of nothing",
      "{ kind: request-failed, node: client",
      "{ kind: request-failed, frame: [ip.ttl < 3]",
      "request-failed has no header",
    ],
    [
      "a frame of a packet",
      answer,
      answer.replace("tcp.flags == SYN", "eth.src == 02:00:00:00:01:00"),
      "no Ethern",
    ],
    ["an unknown value", "with: { chosen", "with: { choosen", 'no value "choosen"; did you mean "chosen"?'],
    ["an unknown part of one", "with: { chosen", "with: { chosen.x", 'no value "chosen.x"'],
    [
      "a packet that is not there",
      "node: rs1 }",
      "node: rs1, of: inner }",
      "arp-reply-sent has no packet inner",
    ],
    ["the event before the first", "node: rs1 }", "node: rs1, nth: 0 }", "events count from 1"],
    [
      "a pause at the last",
      "node: rs1 }",
      "node: rs1, nth: -1 }",
      "a run cannot stop at the last of several",
    ],
    ["an unknown table", "table: sysctls", "table: sysctl", 'did you mean "sysctls"?'],
    ["an unknown column", "row: { name:", "row: { nam:", 'no column "nam"; did you mean "name"?'],
    [
      "a step without a solution",
      "    solution:",
      "    solution: []\n    play:",
      "without a solution; write one or more",
    ],
    [
      "a fact without a check",
      "checks: [{ check: arp-asked-as, node: router, for: 192.168.10.6, as: 10.0.0.101 }]",
      "checks: []",
      "a fact without a check",
    ],
    ["an unknown cause", "cause: port", "cause: prt", 'there is no cause "prt"; did you mean "port"?'],
    [
      "a cause that nothing contradicts",
      "      director-down: {",
      "      #: {",
      'contradicts the cause "director',
    ],
    [
      "a contradiction of no cause",
      "rs1-answered: {",
      "rs1-answerd: {",
      'no wrong cause "rs1-answerd"; did you',
    ],
    ["a contradiction of no choice", '"64": {', '"65": {', 'there is no answer "65"'],
    ["a choice that is no value", '"62"]', '"many"]', '"many" is no value of ip.ttl'],
    ["a choice that is there twice", '"62"]', '"0x3f"]', '"0x3f" is there already'],
    ["one choice", '["64", "63", "62"]', '["64"]', "fewer than two values; write 2 or more"],
    ["a fact after no step", "after: whose-answer", "after: whose", 'there is no step "whose"'],
    [
      "a fact that is there twice",
      "name: two-macs",
      "name: three-answer",
      'the fact "three-answer" is there alr',
    ],
    ["a fact that nobody states", "name: two-macs", "name: one-mac", 'no sentence names the fact "one-mac"'],
    ["no YAML", "steps:", "steps: [", "not YAML"],
  ])("%s", (_what, from, to, found) => {
    expect(mistakes("lesson.yaml", from, to).join("\n")).toContain(found);
  });

  test("says where a mistake is, and goes on after it", () => {
    const [first, ...others] = mistakes(
      "lesson.yaml",
      "on: router, run: ip neigh flush all }",
      "on: x, run: y }",
    );
    expect(first).toBe(
      'lesson.yaml:5:11: error: the scenario has no node "x"; use one of client, router, director, rs1, rs2',
    );
    expect(others).toEqual([]);
  });
});

describe("the words", () => {
  test.each<[what: string, file: File, from: string, to: string, found: string]>([
    ["no title", "en.md", "# Who has VIP?", "", "the title is missing"],
    [
      "no summary",
      "zh.md",
      "一次询问，三个应答：先到者胜。",
      "",
      "the sentence that says the idea is missing",
    ],
    [
      "a step that is not there",
      "en.md",
      "## which-cable:",
      "## what-cable:",
      'lesson.yaml has no step "what-cable"',
    ],
    [
      "a step without words",
      "zh.md",
      "## which-cable:",
      "## what-cable:",
      'the step "which-cable" has no words',
    ],
    ["a step that is there twice", "zh.md", "## which-cable:", "## which-ttl:", "is there twice"],
    ["a step without a title", "en.md", ": Which way?", ":", '"which-cable" has no title'],
    ["an unknown part", "en.md", "### hint", "### hnt", '"hnt" is no part of a step; did you mean "hint"?'],
    ["an option too few", "en.md", "### option port", "### option prt", "`### option port` is missing"],
    [
      "an option too many",
      "zh.md",
      "### option port",
      "### option prt",
      'nothing in lesson.yaml is called "prt"',
    ],
    ["no reply to an attempt", "zh.md", "### reply on-lo", "### reply on-l", "`### reply on-lo` is missing"],
    [
      "a reply to no machine",
      "en.md",
      "### reply director\n",
      "### reply directr\n",
      'did you mean "director"?',
    ],
    ["a reply of one language", "zh.md", "### reply 64", "### reply 62", "has no `### reply 64`, en.md has"],
    [
      "a hint of one language",
      "en.md",
      "### hint\n\nWhich of",
      "### reply rs2\n\nWhich of",
      "has no hint 1, zh.md has",
    ],
    ["a hint too few", "en.md", "### hint\n\n`arp_ignore` at 1.", "", '"only-the-director" has 1 hints'],
    ["an end without words", "zh.md", "### done\n\n正是如此。", "", '`### done` of "cause" is missing'],
    [
      "an end of reading",
      "zh.md",
      "[three-answer]",
      "[three-answer]\n\n### done\n\n好。",
      "nobody sees `### done`",
    ],
    [
      "a fact that is not there",
      "en.md",
      "[three-answer]",
      "[three-answers]",
      'no fact "three-answers"; did you',
    ],
    ["a fact of one language", "zh.md", "[three-answer]", "", 'no sentence names the fact "three-answer"'],
    [
      "too many words",
      "en.md",
      "The router wants",
      `${"word ".repeat(50)}wants`,
      "the text has 63 words, at most 60",
    ],
    ["too many characters", "zh.md", "路由器要", "字".repeat(99), "characters, at most 100 are read"],
    ["a list", "en.md", "The client asks", "- The client asks", "is not shown as Markdown here"],
    ["a link", "zh.md", "途中有一台", "[途中](x)有一台", "is not shown as Markdown here"],
    ["a mark that is not closed", "en.md", "**On which", "On which", "a mark that is not closed"],
    ["code that is not closed", "en.md", "`rs1` answers", "`rs1 answers", "a mark that is not closed"],
    [
      "an empty file",
      "en.md",
      readFileSync("test/lesson/sample/en.md", "utf8"),
      "",
      "the file is empty or not there",
    ],
  ])("%s", (...[_what, file, from, to, found]) => {
    const diagnostics = mistakes(file, from, to);
    expect(diagnostics.join("\n")).toContain(found);
    expect(diagnostics.filter((line) => line.startsWith("lesson.yaml"))).toEqual([]);
  });

  test("are read without the names of facts, their lines joined as the language does", () => {
    const yaml = [
      "scenario: arp-nothing-set",
      "steps: [{ kind: read, name: look }]",
      "facts: [{ name: so, after: look, checks: [{ check: drop-seen, node: rs1 }] }]",
    ].join("\n");
    const text = (line: string) => `# T\n\nS.\n\n## look: L\n\n${line}\n`;
    const { words, diagnostics } = parseLesson(
      {
        name: "x",
        lesson: { file: "lesson.yaml", text: yaml },
        words: {
          en: { file: "en.md", text: text("One `[so]`\ntwo. [so] Three.") },
          zh: { file: "zh.md", text: text("一\n二。[so]\n`a`") },
        },
      },
      scenarios,
    );
    expect(diagnostics).toEqual([]);
    expect(words?.en.steps.look?.text).toBe("One `[so]` two. Three.");
    expect(words?.zh.steps.look?.text).toBe("一二。 `a`");
    expect(words?.zh.steps.look?.facts).toEqual(["so"]);
  });
});

describe("course.yaml", () => {
  test.each([
    ["- one\n- two\n", ["one", "two"], 0],
    ["# nothing yet\n\n", [], 0],
    ["- one\n- one\n", ["one", "one"], 1],
    ["one: two\n", [], 1],
  ])("%j", (text, names, mistakeCount) => {
    const course = parseCourse({ file: "course.yaml", text });
    expect(course.names).toEqual(names);
    expect(course.diagnostics.length).toBe(mistakeCount);
  });
});
