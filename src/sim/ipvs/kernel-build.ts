/**
 * Which Linux a machine runs, as far as the load balancer differs from one to the next.
 *
 * `debian` is the kernel that was recorded: everything of the mainline but the scheduler twos, which Debian
 * does not build. `mainline` has every scheduler. `fullnat` is a mainline kernel with the FULLNAT patches of
 * large sites, and the ipvsadm that goes with them. Leaves out all other differences between versions.
 */
export type KernelBuild = "debian" | "mainline" | "fullnat";

/** A part of the load balancer that not every kernel has. */
export interface KernelPart {
  /** The kernels that have it; left out: all. */
  readonly kernels?: readonly KernelBuild[];
}

/** Whether a kernel has a part. */
export const isPartOf = ({ kernels }: KernelPart, kernel: KernelBuild): boolean =>
  kernels === undefined || kernels.includes(kernel);
