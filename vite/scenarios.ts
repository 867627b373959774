/**
 * A plugin that reads the scenarios while the page is built, so that no browser has to read YAML for them.
 *
 * `virtual:scenarios` is the list for a picker, `virtual:scenario/NAME` one scenario as data, and
 * `virtual:scenario-text/NAME` its file as it is written. Each is a part of its own, loaded when it is asked
 * for; src/ui/virtual-scenarios.d.ts has their types. A mistake in a file ends the build and says where.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Plugin, runnerImport } from "vite";
import type { ReadScenario } from "./read-scenario.ts";

type Reader = typeof import("./read-scenario.ts");

const list = "virtual:scenarios";
const dataOf = "virtual:scenario/";
const textOf = "virtual:scenario-text/";

const projectRoot = fileURLToPath(new URL("..", import.meta.url));

/** `folder`: where the scenarios are, with a slash at its end. */
export function scenarios(folder = `${projectRoot}scenarios/`): Plugin {
  let reader: Promise<Reader> | undefined;
  const read = async (name: string): Promise<ReadScenario> => {
    reader ??= loadReader();
    return (await reader).readScenario(written(name), { name, file: `scenarios/${name}.yaml` });
  };
  const written = (name: string): string => readFileSync(`${folder}${name}.yaml`, "utf8");
  return {
    name: "scenarios",
    resolveId: (id) => ([list, dataOf, textOf].some((known) => id.startsWith(known)) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith("\0virtual:scenario")) return undefined;
      const asked = id.slice(1);
      if (asked === list) {
        const names = namesIn(folder);
        for (const name of names) this.addWatchFile(`${folder}${name}.yaml`);
        return listModule(await Promise.all(names.map(async (name) => (await read(name)).card)));
      }
      const name = asked.slice(asked.indexOf("/") + 1);
      this.addWatchFile(`${folder}${name}.yaml`);
      if (asked.startsWith(textOf)) return `export const text = ${JSON.stringify(written(name))};`;
      return `export const scenario = ${JSON.stringify((await read(name)).scenario)};`;
    },
  };
}

/** What the file of such a part is called, for whoever looks at what is loaded; `undefined` for any other. */
export const partName = (module: string | null): string | undefined =>
  module?.startsWith("\0virtual:scenario") ? module.slice("\0virtual:".length).replace("/", "-") : undefined;

const loadReader = async (): Promise<Reader> =>
  (await runnerImport<Reader>("./vite/read-scenario.ts", { root: projectRoot, configFile: false })).module;

const namesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();

function listModule(cards: readonly ReadScenario["card"][]): string {
  const items = cards.map((card) => {
    const data = JSON.stringify(`${dataOf}${card.name}`);
    const text = JSON.stringify(`${textOf}${card.name}`);
    return `{
      ...${JSON.stringify(card)},
      load: async () => (await import(${data})).scenario,
      text: async () => (await import(${text})).text,
    }`;
  });
  return `export const scenarios = [${items.join(",\n")}];`;
}
