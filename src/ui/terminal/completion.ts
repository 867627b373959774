/**
 * What the lab says a line may go on with, as the terminal takes it.
 */

import type { LabAnswer } from "#lab/lab-messages";

export type Completion = Omit<Extract<LabAnswer, { readonly kind: "completed" }>, "kind">;
