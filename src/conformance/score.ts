/**
 * How much of something agrees with the recording, and what does not.
 */

export interface Score {
  agreeing: number;
  total: number;
  readonly messages: string[];
}

export const isWhole = (score: Score): boolean => score.agreeing === score.total;
