/**
 * systemctl: starts, stops and shows the services of a machine.
 *
 * Leaves out units that are not services, targets, timers, masks and the journal.
 */

import type { Command, Process } from "#shell/command";
import type { Service } from "#shell/machine";
import { parseOptions } from "#shell/options";
import { restartService, serviceNamed, startService, stopService } from "#shell/services/control";
import { isUnmodelled, unmodelledLine } from "#shell/services/unmodelled";
import { disableService, enableService } from "./enabling.ts";
import { listUnitFiles, listUnits } from "./list-units.ts";
import { showStatus } from "./status.ts";

const unitNotFound = 5;

export const systemctl: Command = {
  options: {
    options: [
      { name: "now", long: "now", what: "start or stop as well" },
      { name: "all", short: "a", long: "all" },
      { name: "quiet", short: "q", long: "quiet" },
      { name: "full", short: "l", long: "full" },
      { name: "pager", long: "no-pager" },
      { name: "legend", long: "no-legend" },
      { name: "force", short: "f", long: "force" },
      { name: "lines", short: "n", long: "lines", takes: "value", valueName: "N" },
      { name: "type", short: "t", long: "type", takes: "value", valueName: "TYPE" },
      { name: "state", long: "state", takes: "value", valueName: "STATE" },
    ],
  },
  operands: () => [[...verbs.keys()].join("|"), "SERVICE"],
  run: (process) => {
    const given = parseOptions(systemctl.options ?? { options: [] }, process.argv);
    if (!given.ok) {
      process.stderr.write(`systemctl: unrecognized option '${given.problem.option}'\n`);
      return 1;
    }
    const [verb = "list-units", ...names] = given.operands;
    const options = new Set(given.options.map(({ name }) => name));
    return verbs.get(verb)?.({ process, names, options, verb }) ?? unknownVerb(process, verb);
  },
};

/** A call as its verb gets it. */
interface Call {
  readonly process: Process;
  readonly verb: string;
  readonly names: readonly string[];
  readonly options: ReadonlySet<string>;
}

type Verb = (call: Call) => Promise<number> | number;

function unknownVerb({ stderr }: Process, verb: string): number {
  stderr.write(`Unknown command verb ${verb}.\n`);
  return 1;
}

/** Does something with each service that is named; the worst exit code counts. */
const withEach =
  (
    missing: (verb: string, name: string) => Missing,
    work: (call: Call, service: Service) => Promise<number> | number,
  ) =>
  async (call: Call): Promise<number> => {
    const { process, names, verb } = call;
    if (names.length === 0) {
      process.stderr.write("Too few arguments.\n");
      return 1;
    }
    let code = 0;
    for (const name of names) {
      const service = serviceNamed(process.machine, name);
      const each =
        service === undefined ? notFound(process, name, missing(verb, name)) : await work(call, service);
      code = Math.max(code, each);
    }
    return code;
  };

function notFound({ stderr }: Process, name: string, { words, code }: Missing): number {
  stderr.write(isUnmodelled(name) ? unmodelledLine(name) : words);
  return isUnmodelled(name) ? 1 : code;
}

const unitName = (name: string): string => (name.includes(".") ? name : `${name}.service`);

/** What a verb says of a service that is not there, and its exit code. */
interface Missing {
  readonly words: string;
  readonly code: number;
}

const cannot = (verb: string, name: string): Missing => ({
  words: `Failed to ${verb.replace("try-", "")} ${unitName(name)}: Unit ${unitName(name)} not found.\n`,
  code: unitNotFound,
});

const noUnitFile = (verb: string, name: string): Missing => ({
  words: `Failed to ${verb} unit: Unit file ${unitName(name)} does not exist.\n`,
  code: 1,
});

function report({ stderr }: Process, complaint: string | undefined): number {
  if (complaint === undefined) return 0;
  stderr.write(complaint);
  return 1;
}

async function reload({ process }: Call, service: Service): Promise<number> {
  const unit = `${service.name}.service`;
  if (!service.isRunning) return report(process, `${unit} is not active, cannot reload.\n`);
  if (service.reload === undefined) {
    const why = `Job type reload is not applicable for unit ${unit}.\n`;
    return report(process, `Failed to reload ${unit}: ${why}`);
  }
  await service.reload(process);
  return 0;
}

const changing = (work: (call: Call, service: Service) => Promise<number> | number): Verb =>
  withEach(cannot, work);

const stop = changing(async ({ process }, service) => {
  await stopService(process, service);
  return 0;
});

const start = changing(async ({ process }, service) => report(process, await startService(process, service)));

const restart = changing(async ({ process }, service) =>
  report(process, await restartService(process, service)),
);

const enable = withEach(noUnitFile, async ({ process, options }, service) => {
  enableService(process, service);
  return options.has("now") ? report(process, await startService(process, service)) : 0;
});

const disable = withEach(noUnitFile, async ({ process, options }, service) => {
  disableService(process, service);
  if (options.has("now")) await stopService(process, service);
  return 0;
});

const notActive = 3;

function isActive({ process, names, options }: Call): number {
  const services = names.map((name) => serviceNamed(process.machine, name));
  for (const service of options.has("quiet") ? [] : services) {
    process.stdout.write(service?.isRunning === true ? "active\n" : "inactive\n");
  }
  return services.some((service) => service?.isRunning === true) ? 0 : notActive;
}

const isEnabled: Verb = ({ process, names, options }) => {
  let code = 1;
  for (const name of names) {
    const service = serviceNamed(process.machine, name);
    if (service === undefined) {
      process.stderr.write(
        `Failed to get unit file state for ${unitName(name)}: No such file or directory\n`,
      );
      continue;
    }
    if (!options.has("quiet")) process.stdout.write(service.isEnabled ? "enabled\n" : "disabled\n");
    if (service.isEnabled) code = 0;
  }
  return code;
};

const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ["start", start],
  ["stop", stop],
  ["restart", restart],
  ["try-restart", changing(({ process }, service) => (service.isRunning ? restartOne(process, service) : 0))],
  ["reload", changing(reload)],
  ["reload-or-restart", restart],
  ["enable", enable],
  ["disable", disable],
  ["status", ({ process, names }) => showStatus(process, names)],
  ["is-active", isActive],
  ["is-enabled", isEnabled],
  ["list-units", ({ process, options }) => listUnits(process, options.has("all"))],
  ["list-unit-files", ({ process }) => listUnitFiles(process)],
  ["daemon-reload", () => 0],
  ["reset-failed", () => 0],
]);

const restartOne = async (process: Process, service: Service): Promise<number> =>
  report(process, await restartService(process, service));
