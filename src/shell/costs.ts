/**
 * Simulated time that starting programs takes, as measured on a Debian 12 machine with one processor: exec,
 * dynamic linking, and for networking tools the first netlink round trips. The work itself takes no time here
 * unless a command sleeps. Programs that start at the same time wait for each other: there is one processor.
 */

import { millis, type Nanos } from "#sim/engine/time";

/** `sh -c`: the shell itself, before its first command. */
export const shellStart: Nanos = millis(3.8);

/** From the end of the last command of `sh -c` until whoever started it knows. */
export const shellEnd: Nanos = millis(0.8);

/** A fork, which every program costs but the last of a `sh -c`: the shell becomes that one. */
export const forkCost: Nanos = millis(0.9);

/** cat, awk and their like. */
export const smallTool: Nanos = millis(1.7);

/** sort and tail, which load a little more. */
export const sortTool: Nanos = millis(3);

/** ipvsadm until it changes something. */
export const ipvsadmTool: Nanos = millis(3.6);

/** ipvsadm asks the kernel for the servers of each service that it lists or saves. */
export const ipvsadmService: Nanos = millis(0.5);

/** It reads the connections one by one. */
export const ipvsadmConnection: Nanos = millis(0.055);

/** Looking in vain for the name of an address, with no name server to ask. */
export const failedLookup: Nanos = millis(0.58);

/** A script of bash, until its first command. */
export const bashScript: Nanos = millis(9);

/** The kernel fetches a module that a rule of iptables asks for, once in a machine's life. */
export const moduleRequest: Nanos = millis(40);

/** ip and tools of that size. */
export const netTool: Nanos = millis(6.2);

/** arping until its first frame. */
export const arpingTool: Nanos = millis(2.15);

/** ping until its first frame. */
export const pingTool: Nanos = millis(17);

/** A packet socket is closed: the kernel waits until nobody can be using it any more. */
export const releasePacketSocket: Nanos = millis(9.2);

/** From the last answer to the end of ping. */
export const pingEnd: Nanos = millis(0.9);

/** nstat, which looks for its daemon first. */
export const nstatTool: Nanos = millis(11.6);
