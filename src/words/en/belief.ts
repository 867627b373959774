/** A director's belief and the truth, in English. */

import type { BeliefWords } from "../belief-words.ts";

const connections = (count: number): string => (count === 1 ? "1 connection" : `${count} connections`);

const same = (text: string) => ({ "one-way": text, "both-ways": text });

export const belief: BeliefWords = {
  title: "Belief and truth",
  summary: (different, all) =>
    different === 0 ? `${connections(all)}, no difference seen` : `${different} of ${all} otherwise`,
  columns: { client: "client", director: "director", atClient: "at the client", atServer: "at the server" },
  none: "nothing",
  unknown: "not known",
  kinds: {
    "both-closed": (count) => `${connections(count)}: kept here, closed at both ends`,
    "server-unaware": (count) => `${connections(count)}: alive here, unknown to the server`,
    "client-gone": (count) => `${connections(count)}: alive here, gone at the client`,
    "never-opened": (count) => `${connections(count)}: being opened here, unknown to the server`,
    behind: (count) => `${connections(count)}: the ends are further on`,
    "given-up": (count) => `${connections(count)}: over here, still held at an end`,
    "under-way": (count) => `${connections(count)} with packets on their way`,
    unknown: (count) => `${connections(count)} with an end that cannot be found`,
    agrees: (count) => `${connections(count)} as believed`,
  },
  reasons: {
    "both-closed": {
      "one-way":
        "Replies do not pass this director: it sees only what the client sends, guesses the end from the " +
        "client's FIN, and keeps the entry until its time is up.",
      "both-ways":
        "Nothing has come by that told it: the entry changes by packets only, or ends when its time is up.",
    },
    "server-unaware": {
      "one-way":
        "It sees only what the client sends: that the server never took the connection, or has forgotten " +
        "it, would be in the server's answers, which go round this director.",
      "both-ways": "No packet of the server has come by since that said otherwise.",
    },
    "client-gone": {
      "one-way": "It sees only what the client sends, and the client has sent nothing that ended it.",
      "both-ways": "The client has left without a packet that ended the connection.",
    },
    "never-opened": {
      "one-way":
        "The client's SYN made the entry. Replies do not pass this director: it cannot see that none came.",
      "both-ways": "The client's SYN made the entry; no reply of the server has come back through here.",
    },
    behind: {
      "one-way": "The rest went past it: of the two directions it sees only the client's.",
      "both-ways": "The packet that tells of it is still on its way here.",
    },
    "given-up": {
      "one-way": "It judges by the client's packets alone: a FIN or reset of the client's ended the entry.",
      "both-ways": "A packet that came by here ended the entry; the end has not had it, or was not asked.",
    },
    "under-way": same("Something of it is still on its way: what the ends hold is about to change."),
    unknown: same(
      "The address is no machine's of this lab, or stands for others behind address translation.",
    ),
    agrees: same("What it saw of the connection is what the ends did."),
  },
  more: (count) => `${count} more`,
  fewer: "fewer",
};
