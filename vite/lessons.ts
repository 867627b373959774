/**
 * A plugin that reads the lessons while the page is built.
 *
 * `virtual:lessons` is the course as a list, `virtual:lesson/NAME` one lesson as data, and
 * `virtual:lesson-words/NAME/LANGUAGE` its words. Each is a part of its own, loaded when it is asked for;
 * src/ui/virtual-lessons.d.ts has their types. A mistake in a file ends the build and says where.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Plugin, runnerImport } from "vite";
import type { LessonFolders } from "./read-lesson.ts";

type Reader = typeof import("./read-lesson.ts");

const list = "virtual:lessons";
const dataOf = "virtual:lesson/";
const wordsOf = "virtual:lesson-words/";
const languages = ["en", "zh"] as const;

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
      [list, dataOf, wordsOf].some((known) => id.startsWith(known)) ? `\0${id}` : undefined,
    async load(id) {
      if (!id.startsWith("\0virtual:lesson")) return undefined;
      const asked = id.slice(1);
      const { readCourse, readLesson } = await reader();
      const watch = (name: string): void => {
        for (const file of filesOf(folders, name)) this.addWatchFile(file);
      };
      if (asked === list) {
        this.addWatchFile(`${folders.lessons}course.yaml`);
        const names = readCourse(folders);
        names.forEach(watch);
        return listModule(names.map((name) => readLesson(name, folders).card));
      }
      const [, name = "", language] = asked.split("/");
      watch(name);
      const { lesson, words } = readLesson(name, folders);
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

function listModule(cards: readonly { readonly name: string }[]): string {
  const items = cards.map((card) => {
    const data = JSON.stringify(`${dataOf}${card.name}`);
    const words = languages.map(
      (language) => `${language}: async () => (await import("${wordsOf}${card.name}/${language}")).words`,
    );
    return `{
      ...${JSON.stringify(card)},
      load: async () => (await import(${data})).lesson,
      words: { ${words.join(", ")} },
    }`;
  });
  return `export const lessons = [${items.join(",\n")}];`;
}
