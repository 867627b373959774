/**
 * The seed of a random test: the usual one, or that of the environment, to play a failure again or to look
 * further: `SEED=12 npx vitest run test/sim/ipvs`.
 */

export const seedOr = (usual: number): number => Number(process.env.SEED ?? usual);
