/**
 * What is kept of a learner, as text: which steps of which lessons are done, and which of them by themselves.
 *
 * Nothing that was kept is ever thrown away: a text that cannot be read, or that a newer version wrote, stays
 * aside word for word within what is kept from then on, and is taken in once it can be read. Where the text
 * is kept, and what time it is, is for others to say.
 */

export interface LessonProgress {
  /** Steps that are done, by name; `true`: without being shown how. */
  readonly steps: Readonly<Record<string, boolean>>;
  /** The place of the furthest step that was begun. */
  readonly reached: number;
  /** When it was first finished, in milliseconds since 1970. */
  readonly finishedAt?: number;
}

export interface Progress {
  readonly version: 1;
  /** By the lesson's name. */
  readonly lessons: Readonly<Record<string, LessonProgress>>;
  /** Texts that could not be read, as they were. */
  readonly aside: readonly string[];
}

/** `damaged`: no progress, or in part; `newer`: written by a later version. */
export type ProgressTrouble = "damaged" | "newer";

export interface ReadProgress {
  readonly progress: Progress;
  /** What was wrong with the text, which is aside now. */
  readonly trouble: ProgressTrouble | undefined;
}

const currentVersion = 1;

export const emptyProgress: Progress = { version: currentVersion, lessons: {}, aside: [] };

const untouched: LessonProgress = { steps: {}, reached: 0 };

/** Reads what was kept; `undefined`: nothing was. Never throws. */
export function readProgress(text: string | undefined): ReadProgress {
  if (text === undefined || text.trim() === "") return { progress: emptyProgress, trouble: undefined };
  const value = parsed(text);
  if (!isRecord(value) || typeof value.version !== "number") return putAside(text, emptyProgress, "damaged");
  if (value.version > currentVersion) return putAside(text, emptyProgress, "newer");
  return readCurrent(text, value);
}

const putAside = (text: string, { lessons, aside }: Progress, trouble: ProgressTrouble): ReadProgress => ({
  progress: { version: currentVersion, lessons, aside: [...aside.filter((known) => known !== text), text] },
  trouble,
});

/** What is whole in it counts; where something is not, the text stays aside too. */
function readCurrent(text: string, { lessons, aside }: Fields): ReadProgress {
  const asides = Array.isArray(aside) ? aside.filter((item) => typeof item === "string") : [];
  const entries = isRecord(lessons) ? Object.entries(lessons) : [];
  const read = entries.flatMap(([name, value]): [string, LessonProgress][] =>
    isLessonProgress(value) ? [[name, lessonOf(value)]] : [],
  );
  const own: Progress = { version: currentVersion, lessons: Object.fromEntries(read), aside: [] };
  const progress = asides.reduce(takeIn, own);
  const isWhole = isRecord(lessons) && read.length === entries.length;
  return isWhole ? { progress, trouble: undefined } : putAside(text, progress, "damaged");
}

/** What lies aside is taken in if it can be read by now. */
function takeIn(progress: Progress, aside: string): Progress {
  const read = readProgress(aside);
  if (read.trouble === undefined) return merged(progress, read.progress);
  return { ...progress, aside: [...progress.aside.filter((known) => known !== aside), aside] };
}

/** What is kept, as text: the same that is saved to a file. */
export const progressText = (progress: Progress): string => `${JSON.stringify(progress, undefined, 1)}\n`;

/** Takes in what was saved elsewhere: of two states of a lesson what is done in either is done. */
export function importProgress(progress: Progress, text: string): ReadProgress {
  const read = readProgress(text);
  return { progress: merged(progress, read.progress), trouble: read.trouble };
}

/** Both together. */
export function merged(one: Progress, other: Progress): Progress {
  const names = new Set([...Object.keys(one.lessons), ...Object.keys(other.lessons)]);
  const lessons = [...names].map((name): [string, LessonProgress] => [
    name,
    mergedLesson(lessonProgress(one, name), lessonProgress(other, name)),
  ]);
  const aside = [...new Set([...one.aside, ...other.aside])];
  return { version: currentVersion, lessons: Object.fromEntries(lessons), aside };
}

function mergedLesson(one: LessonProgress, other: LessonProgress): LessonProgress {
  const names = new Set([...Object.keys(one.steps), ...Object.keys(other.steps)]);
  const steps = [...names].map((name) => [name, one.steps[name] === true || other.steps[name] === true]);
  const times = [one.finishedAt, other.finishedAt].filter((time) => time !== undefined);
  return {
    steps: Object.fromEntries(steps),
    reached: Math.max(one.reached, other.reached),
    ...(times.length === 0 ? {} : { finishedAt: Math.min(...times) }),
  };
}

/** Where a learner is in a lesson, as its state machine has it. */
export interface LessonState {
  readonly done: Readonly<Record<string, boolean>>;
  readonly reached: number;
  /** When it was finished, where it is. */
  readonly finishedAt?: number;
}

/** Keeps where a learner is in a lesson; what was done before stays done. */
export const withLesson = (progress: Progress, name: string, state: LessonState): Progress =>
  merged(progress, {
    ...emptyProgress,
    lessons: {
      [name]: {
        steps: state.done,
        reached: state.reached,
        ...(state.finishedAt === undefined ? {} : { finishedAt: state.finishedAt }),
      },
    },
  });

/** How far a lesson is; untouched where nothing is kept of it. */
export const lessonProgress = ({ lessons }: Progress, name: string): LessonProgress =>
  Object.hasOwn(lessons, name) ? (lessons[name] ?? untouched) : untouched;

type Fields = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isLessonProgress(value: unknown): value is LessonProgress {
  if (!isRecord(value) || !isRecord(value.steps)) return false;
  const { steps, reached, finishedAt } = value;
  const isTime = finishedAt === undefined || (typeof finishedAt === "number" && finishedAt >= 0);
  return (
    Number.isInteger(reached) &&
    Number(reached) >= 0 &&
    isTime &&
    Object.values(steps).every((credit) => typeof credit === "boolean")
  );
}

const lessonOf = ({ steps, reached, finishedAt }: LessonProgress): LessonProgress => ({
  steps,
  reached,
  ...(finishedAt === undefined ? {} : { finishedAt }),
});
