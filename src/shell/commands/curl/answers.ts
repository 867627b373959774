/** What curl answers instead of fetching: its version, its help, what is wrong with a command line. */

import type { Process } from "#shell/command";
import type { OptionProblem } from "#shell/options";
import type { Answer } from "./options.ts";

const misused = 2;

/** Says it; answers the exit code. */
export function answerInstead({ stdout, stderr }: Process, answer: Answer): number {
  if (answer.kind === "version" || answer.kind === "help") {
    stdout.write(answer.kind === "version" ? versionText : helpText);
    return 0;
  }
  stderr.write(`${complaintOf(answer)}curl: try 'curl --help' or 'curl --manual' for more information\n`);
  return misused;
}

function complaintOf(answer: Exclude<Answer, { kind: "version" } | { kind: "help" }>): string {
  switch (answer.kind) {
    case "nothing":
      return "";
    case "no-address":
      return "curl: no URL specified!\n";
    case "no-number":
      return `curl: option ${answer.option}: expected a proper numerical parameter\n`;
    case "misread":
      return problemWords(answer.problem);
  }
}

function problemWords(problem: OptionProblem): string {
  const { option } = problem;
  switch (problem.kind) {
    case "missing-short":
      return `curl: option -${option}: requires parameter\n`;
    case "missing-long":
      return `curl: option ${option}: requires parameter\n`;
    case "ambiguous":
      return `curl: option ${option}: is ambiguous\n`;
    case "unknown-short":
      return `curl: option -${option}: is unknown\n`;
    case "unknown-long":
    case "unwanted":
      return `curl: option ${option}: is unknown\n`;
  }
}

const versionText = `curl 7.88.1 (LVS Lab)
Release-Date: 2023-02-20
Protocols: http
`;

const helpText = `Usage: curl [options...] <url>
 -d, --data <data>          HTTP POST data
 -f, --fail                 Fail fast with no output on HTTP errors
 -h, --help <category>      Get help for commands
 -i, --include              Include protocol response headers in the output
 -o, --output <file>        Write to file instead of stdout
 -O, --remote-name          Write output to a file named as the remote file
 -s, --silent               Silent mode
 -A, --user-agent <name>    Send User-Agent <name> to server
 -v, --verbose              Make the operation more talkative
 -V, --version              Show version number and quit
`;
