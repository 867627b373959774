/**
 * Which program a socket belongs to, for `ss -p` and `netstat -p`. Programs of the shell say so when they
 * open one; the sockets of a service are known by the port it listens on.
 */

import type { Machine } from "#shell/machine";

export interface SocketOwner {
  readonly name: string;
  readonly pid: number;
  readonly fd: number;
}

/** By socket or listener. Nothing is read from it but what `ownSocket` put there. */
const owners = new WeakMap<object, SocketOwner>();

const firstFd = 3;

/** A program has opened a socket. */
export function ownSocket(
  socket: object,
  process: { readonly name: string; readonly pid: number },
  fd = firstFd,
): void {
  owners.set(socket, { name: process.name, pid: process.pid, fd });
}

/** The first process id of the services of a machine, which start before any shell. */
const firstServicePid = 700;
const webServices = ["httpd", "apache2", "nginx"];

/** Whose socket this is; `port` is its local port. */
export function ownerOf(machine: Machine, socket: object, port: number): SocketOwner | undefined {
  const known = owners.get(socket);
  if (known !== undefined) return known;
  if (!machine.stack.sockets.tcp.listeners.has(port)) return undefined;
  const services = [...machine.services.values()];
  const index = services.findIndex(({ name, isRunning }) => isRunning && webServices.includes(name));
  const service = services[index];
  return service === undefined
    ? undefined
    : { name: service.name, pid: firstServicePid + index, fd: firstFd };
}
