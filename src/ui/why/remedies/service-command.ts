/**
 * Lines of ipvsadm that change a service or a server and leave the rest of it as it is: what is not said
 * again gets its default.
 */

import type { DestinationRow, ServiceRow } from "#sim/rows";

/** `-t 10.0.0.10:80`, `-u …`, `-f 1`; of a service as events name it. */
export function serviceOption(service: string): string {
  const [protocol = "", end = ""] = service.split(" ");
  const options: Readonly<Record<string, string>> = {
    TCP: "-t",
    UDP: "-u",
    SCTP: "--sctp-service",
    FWM: "-f",
  };
  return `${options[protocol] ?? "-t"} ${end}`;
}

const methodOptions: Readonly<Record<string, string>> = {
  direct: "-g",
  nat: "-m",
  tunnel: "-i",
  fullnat: "-b",
  local: "-g",
};

export const methodOption = (method: string): string => methodOptions[method] ?? "-g";

/** A server with another weight or threshold. */
export function editDestination(
  row: DestinationRow,
  change: { readonly weight?: number; readonly upper?: number },
): string {
  const weight = change.weight ?? row.weight;
  const upper = change.upper ?? row.upperThreshold;
  const thresholds = upper === 0 ? "" : ` -x ${upper} -y ${row.lowerThreshold}`;
  const cleared = change.upper === 0 ? " -x 0 -y 0" : thresholds;
  const server = `${serviceOption(row.service)} -r ${row.destination} ${methodOption(row.method)}`;
  return `ipvsadm -e ${server} -w ${weight}${cleared}`;
}

/** A service with another scheduler, or without persistence. */
export function editService(
  row: ServiceRow,
  change: { readonly scheduler?: string; readonly isPersistent?: boolean },
): string {
  const isPersistent = change.isPersistent ?? row.persistence > 0;
  const persistence = isPersistent ? ` -p ${row.persistence}` : "";
  const scheduler = change.scheduler ?? row.scheduler;
  return `ipvsadm -E ${serviceOption(row.name)} -s ${scheduler}${flagOptions(row, scheduler)}${persistence}`;
}

/** Flags of a scheduler mean nothing to another one. */
function flagOptions({ flags, scheduler: before }: ServiceRow, scheduler: string): string {
  const own = flags.filter((flag) => flag !== "ops" && !flag.startsWith("pe "));
  const engines = flags.filter((flag) => flag.startsWith("pe ")).map((flag) => ` --${flag}`);
  const kept = own.length > 0 && scheduler === before ? ` -b ${own.join(",")}` : "";
  return `${kept}${flags.includes("ops") ? " -o" : ""}${engines.join("")}`;
}
