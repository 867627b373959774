/**
 * Why a program's call on a socket failed: the kernel's names, and which of them an ICMP error stands for.
 *
 * The table of ICMP codes is that of RFC 1122 section 4.2.3.9 as Linux fills it in: "hard" ones end what is
 * bound to a peer at once, the others only while a connection is being opened.
 */

import { icmpTypes } from "../wire/icmp.ts";

export type Errno =
  | "EACCES"
  | "EADDRINUSE"
  | "EADDRNOTAVAIL"
  | "ECONNREFUSED"
  | "ECONNRESET"
  | "EDESTADDRREQ"
  | "EHOSTDOWN"
  | "EHOSTUNREACH"
  | "EINVAL"
  | "EISCONN"
  | "EMSGSIZE"
  | "ENETUNREACH"
  | "ENODEV"
  | "ENONET"
  | "ENOPROTOOPT"
  | "ENOTCONN"
  | "EOPNOTSUPP"
  | "EPERM"
  | "EPIPE"
  | "EPROTO"
  | "ETIMEDOUT";

/** A call that worked, or why it did not. */
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly errno: Errno };

export const done: Outcome = { ok: true };
export const failed = (errno: Errno): { readonly ok: false; readonly errno: Errno } => ({ ok: false, errno });

/** What an ICMP error means to a socket. */
export interface SocketError {
  readonly errno: Errno;
  readonly isHard: boolean;
}

const soft = (errno: Errno): SocketError => ({ errno, isHard: false });
const hard = (errno: Errno): SocketError => ({ errno, isHard: true });

/** By code of type 3, "destination unreachable". */
const unreachable: readonly SocketError[] = [
  soft("ENETUNREACH"),
  soft("EHOSTUNREACH"),
  hard("ENOPROTOOPT"),
  hard("ECONNREFUSED"),
  soft("EMSGSIZE"),
  soft("EOPNOTSUPP"),
  hard("ENETUNREACH"),
  hard("EHOSTDOWN"),
  hard("ENONET"),
  hard("ENETUNREACH"),
  hard("EHOSTUNREACH"),
  soft("ENETUNREACH"),
  soft("EHOSTUNREACH"),
  hard("EHOSTUNREACH"),
  hard("EHOSTUNREACH"),
  hard("EHOSTUNREACH"),
];

const timeExceeded = soft("EHOSTUNREACH");
const parameterProblem = hard("EPROTO");

/** The error that an ICMP type and code stand for; `undefined` for what is no error to a socket. */
export function errorOf(type: number, code: number): SocketError | undefined {
  if (type === icmpTypes.unreachable) return unreachable[code];
  if (type === icmpTypes.timeExceeded) return timeExceeded;
  return type === icmpTypes.parameterProblem ? parameterProblem : undefined;
}
