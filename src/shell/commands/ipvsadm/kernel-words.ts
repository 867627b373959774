/** What ipvsadm says when the kernel refuses, by what was asked. */

import type { IpvsErrno } from "#sim/ipvs/configured";
import type { SyncResult } from "#sim/ipvs/sync-daemon";
import { errnoWords } from "../network/errno-words.ts";

export type KernelErrno = IpvsErrno | Exclude<SyncResult, "ok">;

/** What was asked of the kernel. */
export type Asked = "add-service" | "service" | "server" | "local-address" | "daemon";

const particular: { readonly [asked in Asked]: { readonly [errno in KernelErrno]?: string } } = {
  "add-service": {
    EEXIST: "Service already exists",
    ENOENT: "Scheduler or persistence engine not found",
  },
  service: {
    ESRCH: "No such service",
    ENOENT: "Scheduler or persistence engine not found",
  },
  server: {
    ESRCH: "Service not defined",
    EEXIST: "Destination already exists",
    ENOENT: "No such destination",
  },
  "local-address": {
    ESRCH: "Service not defined",
    EEXIST: "Local address already exists",
    ENOENT: "No such local address",
  },
  daemon: {
    EEXIST: "Daemon has already run",
    ESRCH: "No daemon is running",
  },
};

/** What it says in words of its own; of the others, the C library's. */
const general: { readonly [errno in KernelErrno]?: string } = {
  EAFNOSUPPORT: "Operation not supported with specified address family",
  EEXIST: "File exists",
  EINVAL: "Invalid operation.  Possibly wrong module version, address not unicast, ...",
  ENETUNREACH: "Network is unreachable",
  ENODEV: "No such device",
  ENOENT: "No such file or directory",
  ENOPROTOOPT: "Protocol not available",
  EOPNOTSUPP: "Operation not supported with IPv6",
  ERANGE: "Numerical result out of range",
  ESRCH: "No such process",
};

export const kernelWords = (asked: Asked, errno: KernelErrno): string =>
  particular[asked][errno] ?? general[errno] ?? errnoWords(errno);
