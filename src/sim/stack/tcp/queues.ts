/**
 * What waits in a TCP socket, as `ss` counts it.
 */

import { seqDiff } from "./sequence.ts";
import type { TcpSocket } from "./tcp-socket.ts";

/** Bytes that the program has not read; the peer's FIN counts as one until the program has closed too. */
export const receiveQueueOf = ({ receiver, state }: TcpSocket): number =>
  receiver.unread + (receiver.hasEnded && state === "CLOSE_WAIT" ? 1 : 0);

/** What has been written and not been acknowledged; SYN and FIN count as one each. */
export const sendQueueOf = ({ writeSeq, sndUna }: TcpSocket): number => seqDiff(writeSeq, sndUna);
