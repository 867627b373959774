/** What a claim of a scenario is made of, and answers that many of them have. */

/**
 * The step that decides, by its time and node; what it printed, whole or as an expression that has to match;
 * and the claim.
 */
export type Observation = readonly [step: string, printed: string | RegExp, claim: string];

/** The claims of scenarios, by name. */
export type Observations = Readonly<Record<string, readonly Observation[]>>;

export const rs1 = "10.0.0.201 RS1\n";
export const rs2 = "10.0.0.202 RS2\n";
export const first = "192.168.1.101 RS1\n";
export const second = "192.168.1.102 RS2\n";
export const timedOut = /^curl: \(28\) Connection timed out/;
