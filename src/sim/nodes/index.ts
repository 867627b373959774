/**
 * The kinds of node.
 */

import { client } from "./client.ts";
import { director } from "./director.ts";
import { host } from "./host.ts";
import type { NodeKind } from "./kind.ts";
import type { NodeKindName } from "./node.ts";
import { realServer } from "./real-server.ts";
import { router } from "./router.ts";

export const nodeKinds: readonly NodeKind[] = [client, director, realServer, router, host];

const byName = new Map<NodeKindName, NodeKind>(nodeKinds.map((kind) => [kind.name, kind]));

/** The kind with a name; the list is complete, so there always is one. */
export const kindOf = (name: NodeKindName): NodeKind => byName.get(name) ?? host;
