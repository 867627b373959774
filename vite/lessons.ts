/**
 * A plugin that reads the lessons while the page is built.
 *
 * `virtual:lessons` has the course, the experiments and the claims as lists, `virtual:lesson/NAME` one lesson
 * as data, and `virtual:lesson-words/NAME/LANGUAGE` its words; `virtual:lesson-claims/data` has what all
 * claims become, `virtual:lesson-claims/LANGUAGE` their words. Each is a part, loaded when it is asked for;
 * src/ui/virtual-lessons.d.ts has their types. A mistake in a file ends the build and says where.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Plugin, runnerImport } from "vite";
import type { ClaimLesson } from "../src/lesson/claim.ts";
import type { LessonCard } from "../src/lesson/lesson.ts";
import type { LessonFolders } from "./read-lesson.ts";

type Reader = typeof import("./read-lesson.ts");

const list = "virtual:lessons";
const dataOf = "virtual:lesson/";
const wordsOf = "virtual:lesson-words/";
const claimsOf = "virtual:lesson-claims/";
const languages = ["en", "zh"] as const;
const claimFiles = ["claims.yaml", "en.md", "zh.md"] as const;
const lists = ["course.yaml", "experiments.yaml"] as const;

const projectRoot = fileURLToPath(new URL("..", import.meta.url));
const shipped = { lessons: `${projectRoot}lessons/`, scenarios: `${projectRoot}scenarios/` };

/** `folders`: where lessons and scenarios are. */
export function lessons(folders: LessonFolders = shipped): Plugin {
  let loaded: Promise<Reader> | undefined;
  const reader = (): Promise<Reader> => {
    loaded ??= loadReader();
    return loaded;
  };
  return {
    name: "lessons",
    resolveId: (id) =>
      [list, dataOf, wordsOf, claimsOf].some((known) => id.startsWith(known)) ? `\0${id}` : undefined,
    async load(id) {
      if (!id.startsWith("\0virtual:lesson")) return undefined;
      const asked = id.slice(1);
      const read = await reader();
      const watch = (name: string): void => {
        for (const file of filesOf(folders, name)) this.addWatchFile(file);
      };
      if (asked === list) {
        for (const file of lists) this.addWatchFile(`${folders.lessons}${file}`);
        lists.flatMap((file) => read.readNames(file, folders)).forEach(watch);
      }
      if (asked === list || asked.startsWith(claimsOf)) {
        for (const file of claimFiles) this.addWatchFile(`${folders.lessons}claims/${file}`);
      }
      if (asked === list) return listModule(read, folders);
      if (asked.startsWith(claimsOf)) return claimsModule(read, folders, asked.slice(claimsOf.length));
      const [, name = "", language] = asked.split("/");
      watch(name);
      const { lesson, words } = read.readLesson(name, folders);
      if (asked.startsWith(dataOf)) return `export const lesson = ${JSON.stringify(lesson)};`;
      const found = languages.find((known) => known === language);
      return found && `export const words = ${JSON.stringify(words[found])};`;
    },
  };
}

/** What the file of such a part is called, for whoever looks at what is loaded; `undefined` for any other. */
export const lessonPartName = (module: string | null): string | undefined =>
  module?.startsWith("\0virtual:lesson") ? module.slice("\0virtual:".length).replaceAll("/", "-") : undefined;

const loadReader = async (): Promise<Reader> =>
  (await runnerImport<Reader>("./vite/read-lesson.ts", { root: projectRoot, configFile: false })).module;

/** The files that a lesson is made of, as far as they are there, its scenario's among them. */
function filesOf({ lessons: folder, scenarios }: LessonFolders, name: string): string[] {
  const lesson = `${folder}${name}/lesson.yaml`;
  const text = existsSync(lesson) ? readFileSync(lesson, "utf8") : "";
  const scenario = /^scenario: *([\w-]+)/m.exec(text)?.[1];
  const words = languages.map((language) => `${folder}${name}/${language}.md`);
  return [lesson, ...words, `${scenarios}${scenario}.yaml`].filter((file) => existsSync(file));
}

/** The lists, as code. */
function listModule(read: Reader, folders: LessonFolders): string {
  const [course, experiments] = lists.map((file) =>
    read.readNames(file, folders).map((name) => lessonItem(read.readLesson(name, folders).card)),
  );
  const { claims, heading } = read.readClaims(folders);
  const said = claims.map((one) => claimItem(read.cardOfClaim(one)));
  return [
    `export const lessons = [${course?.join(",\n")}];`,
    `export const experiments = [${experiments?.join(",\n")}];`,
    `export const claims = [${said.join(",\n")}];`,
    `export const claimsHeading = ${JSON.stringify(heading)};`,
  ].join("\n");
}

const lessonItem = (card: LessonCard): string =>
  itemOf(card, {
    lesson: `(await import("${dataOf}${card.name}")).lesson`,
    words: (language) => `(await import("${wordsOf}${card.name}/${language}")).words`,
  });

const claimItem = (card: LessonCard): string =>
  itemOf(card, {
    lesson: `(await import("${claimsOf}data")).lessons["${card.name}"]`,
    words: (language) => `(await import("${claimsOf}${language}")).words["${card.name}"]`,
  });

interface Loading {
  readonly lesson: string;
  readonly words: (language: string) => string;
}

function itemOf(card: LessonCard, { lesson, words }: Loading): string {
  const loads = languages.map((language) => `${language}: async () => ${words(language)}`);
  return `{
    ...${JSON.stringify(card)},
    load: async () => ${lesson},
    words: { ${loads.join(", ")} },
  }`;
}

/** What the claims become, or their words in a language, by their names. */
function claimsModule(read: Reader, folders: LessonFolders, part: string): string | undefined {
  const { claims } = read.readClaims(folders);
  const byName = (value: (one: ClaimLesson) => unknown): string =>
    JSON.stringify(Object.fromEntries(claims.map((one) => [one.claim.name, value(one)])));
  if (part === "data") return `export const lessons = ${byName(({ lesson }) => lesson)};`;
  const language = languages.find((known) => known === part);
  return language && `export const words = ${byName(({ words }) => words[language])};`;
}
