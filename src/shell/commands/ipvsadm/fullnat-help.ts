/** The help of the ipvsadm that goes with FULLNAT: what is different from the mainline one. */

import type { KernelBuild } from "#sim/ipvs/kernel-build";
import { hasFullnat } from "./fullnat-options.ts";
import { helpText, versionText } from "./help-text.ts";

const fullnatHelp = `
FULLNAT, which the mainline kernel and its ipvsadm do not have:
  ipvsadm -P|Q -t|u|f SERVICE -z ADDRESS [-F DEVICE]
  ipvsadm -G [-n] [-t|u|f SERVICE]

  --add-laddr       -P        add a local address to a service
  --del-laddr       -Q        delete a local address from a service
  --get-laddr       -G        list local addresses

  --local-address  -z ADDRESS         a local address: what servers see instead of the client
  --ifname         -F DEVICE          the device that has it
`;

/** What `ipvsadm -h` and `-v` print on a kernel. */
export const answerTo = (asked: "help" | "version", kernel: KernelBuild): string =>
  asked === "version" ? versionText : helpFor(kernel);

/** With FULLNAT, `-b` is the method and no letter is left for flags. */
const helpFor = (kernel: KernelBuild): string =>
  hasFullnat(kernel) ? withoutLetter(helpText(kernel)) + fullnatHelp : helpText(kernel);

const withoutLetter = (text: string): string =>
  text.replace("[-b FLAGS]", "[--sched-flags FLAGS]").replace("-b FLAGS", "   FLAGS");
