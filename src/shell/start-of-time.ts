/** Where the simulation's clock begins: 2026-01-01 00:00:00 UTC. */

/** In milliseconds since 1970, as the language's dates are. */
export const startOfTime = 1_767_225_600_000;
