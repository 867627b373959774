/**
 * What can be observed on layer 2.
 */

import type { MacAddress } from "../wire/address.ts";
import type { EthernetFrame } from "../wire/ethernet.ts";

/** Why a frame ended on layer 2. */
export type LinkDropReason =
  | "device-down"
  | "no-carrier"
  | "port-not-forwarding"
  | "queue-full"
  | "frame-too-long"
  | "frame-lost"
  | "vlan-not-allowed"
  | "same-port"
  | "reserved-group"
  | "bad-source"
  | "no-vlan-device";

/** The setting that decided: its name, the value that counted, and where that value was set. */
export interface DecidingSetting {
  readonly name: string;
  readonly value: number | string;
  readonly from: string;
}

export type LinkEvent =
  | {
      readonly kind: "frame-sent";
      readonly node: string;
      readonly device: string;
      readonly frame: EthernetFrame;
    }
  | {
      readonly kind: "frame-received";
      readonly node: string;
      readonly device: string;
      readonly frame: EthernetFrame;
    }
  | {
      readonly kind: "frame-dropped";
      readonly node: string;
      readonly device: string;
      readonly frame: EthernetFrame;
      readonly reason: LinkDropReason;
      readonly setting?: DecidingSetting;
    }
  | {
      readonly kind: "fdb-learned";
      readonly node: string;
      readonly port: string;
      readonly mac: MacAddress;
      readonly vlan: number;
      /** The port it was known at before, if it moved. */
      readonly movedFrom?: string;
    }
  | {
      readonly kind: "frame-bridged";
      readonly node: string;
      readonly from: string;
      /** The ports it leaves by. */
      readonly to: readonly string[];
      /** Why these: known address, a group address, or an unknown one (flooded). */
      readonly because: "known" | "group" | "unknown";
      readonly frame: EthernetFrame;
    }
  | {
      readonly kind: "frame-duplicated";
      readonly node: string;
      readonly device: string;
      readonly frame: EthernetFrame;
    }
  | {
      readonly kind: "frame-reordered";
      readonly node: string;
      readonly device: string;
      readonly frame: EthernetFrame;
    }
  | {
      readonly kind: "carrier-changed";
      readonly node: string;
      readonly device: string;
      readonly hasCarrier: boolean;
    };
