/**
 * The keys of a terminal, pressed one by one: history and its search, completion, Ctrl-L and Ctrl-C, paste,
 * nano, programs that run on while another terminal is typed in.
 */

import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { labBrowser } from "#support/lab-browser";
import { tabOf } from "#support/lab-page";
import {
  answerTo,
  promptAt,
  rowsAfter,
  rowsOnScreen,
  sessionIn,
  sitDownAt,
  typeKeys,
  typeSession,
} from "#support/terminal-seat";

const { open } = labBrowser();
const lab = sessionIn(open, "scenario=build-nat");

const prompt = promptAt("director");

const lastRow = async (): Promise<string | undefined> => (await rowsOnScreen(lab.page)).at(-1);

/** Types, and waits for what stands on the last row then. */
async function expectLine(keys: readonly string[], row: string): Promise<void> {
  for (const key of keys) await pressOrType(lab.page, key);
  await expect.poll(lastRow, { message: keys.join(" ") }).toBe(row);
}

/** `<Tab>` is a key, anything else is typed. */
function pressOrType(page: Page, key: string): Promise<void> {
  const [, name] = /^<(.+)>$/.exec(key) ?? [];
  return name === undefined ? typeKeys(page, key) : page.keyboard.press(name);
}

afterEach(() => expect(lab.complaints).toEqual([]));

describe("a line", () => {
  test("is completed: a command, an option, a device, an address, a switch of the kernel", async () => {
    await sitDownAt(lab.page, "director");
    await expectLine(["ipvsa", "<Tab>"], `${prompt} ipvsadm`);
    await expectLine([" --add-se", "<Tab>"], `${prompt} ipvsadm --add-serv`);
    await expectLine(["i", "<Tab>"], `${prompt} ipvsadm --add-service`);
    // A complete word has a blank behind it, and keys that come before the answer are not lost.
    await expectLine(["-t 19", "<Tab>"], `${prompt} ipvsadm --add-service -t 192.168.10.200:`);
    await expectLine(
      ["<Control+u>", "ip addr show dev eth1", "<Backspace>", "<Tab>"],
      `${prompt} ip addr show dev eth`,
    );
    await expectLine(
      ["<Control+u>", "cat /proc/sys/net/ipv4/ip_forw", "<Tab>"],
      `${prompt} cat /proc/sys/net/ipv4/ip_forward`,
    );
    await expectLine(
      ["<Control+u>", "sysctl net.ipv4.conf.eth1.arp_ig", "<Tab>"],
      `${prompt} sysctl net.ipv4.conf.eth1.arp_ignore`,
    );
    await expectLine(
      ["<Control+u>", "sysc", "<Tab>", "-n net.ipv4.ip_forw", "<Tab>", " x"],
      `${prompt} sysctl -n net.ipv4.ip_forward x`,
    );
    await expectLine(["<Control+u>", "arping -I e", "<Tab>"], `${prompt} arping -I eth`);
  });

  test("with several candidates lists them at the second Tab, and stays", async () => {
    await expectLine(
      ["<Control+u>", "ip addr show dev e", "<Tab>", "<Tab>"],
      `${prompt} ip addr show dev eth`,
    );
    await expect.poll(async () => (await rowsOnScreen(lab.page)).at(-2)).toBe("eth0  eth1");
    await expectLine(["1", "<Control+c>"], prompt);
    await expect
      .poll(async () => (await rowsOnScreen(lab.page)).at(-2))
      .toBe(`${prompt} ip addr show dev eth1^C`);
  });

  test("is cleared away with the whole screen by Ctrl-L, but not while it is typed", async () => {
    await expectLine(["echo half", "<Control+l>"], `${prompt} echo half`);
    await expect.poll(() => rowsOnScreen(lab.page)).toEqual([`${prompt} echo half`]);
    await pressOrType(lab.page, "<Enter>");
    expect(await rowsAfter(lab.page, `${prompt} echo half`, prompt)).toEqual(["half"]);
  });

  test("comes back from the history with the arrows, and what was begun is not lost", async () => {
    await answerTo(lab.page, "director", "echo one");
    await answerTo(lab.page, "director", "echo two");
    await expectLine(["begun", "<ArrowUp>"], `${prompt} echo two`);
    await expectLine(["<ArrowUp>"], `${prompt} echo one`);
    await expectLine(["<ArrowDown>"], `${prompt} echo two`);
    await expectLine(["<ArrowDown>"], `${prompt} begun`);
    await expectLine(["<Control+u>"], prompt);
  });

  test("is found by Ctrl-R, which stands in place of the prompt", async () => {
    await expectLine(["<Control+r>", "on"], "(reverse-i-search)`on': echo one");
    await pressOrType(lab.page, "<Enter>");
    expect(await rowsAfter(lab.page, `${prompt} echo one`, prompt)).toEqual(["one"]);
  });

  test("is edited in its middle, over more rows than one", async () => {
    const long = "x".repeat(200);
    await typeKeys(lab.page, `echo ${long}`);
    for (const key of ["<Home>", "<Control+ArrowRight>", "<ArrowRight>", "y", "<Control+k>"]) {
      await pressOrType(lab.page, key);
    }
    await expect.poll(lastRow).toBe(`${prompt} echo y`);
    await expectLine(["<Control+y>", "<Control+w>", "z"], `${prompt} echo z`);
    await expectLine(["<Control+c>"], prompt);
  });
});

test("lines that are pasted run one after another, each at its prompt", async () => {
  const { page } = lab;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const lines = [
    "ipvsadm -A -t 192.168.10.200:80 -s wrr",
    "ipvsadm -a -t 192.168.10.200:80 -r 10.0.0.201:80 -m",
    "ipvsadm -Sn",
  ];
  await page.evaluate((text) => navigator.clipboard.writeText(text), `${lines.join("\n")}\n`);
  await expectLine(["<Control+l>", "<Control+v>"], prompt);
  await expect
    .poll(() => rowsOnScreen(page))
    .toEqual([
      ...lines.map((line) => `${prompt} ${line}`),
      "-A -t 192.168.10.200:80 -s wrr",
      "-a -t 192.168.10.200:80 -r 10.0.0.201:80 -m -w 1",
      prompt,
    ]);
});

test("nano edits a file that sysctl -p reads then", async () => {
  const { page } = lab;
  await typeKeys(page, "nano /etc/sysctl.conf");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await rowsOnScreen(page))[0]).toMatch(/^ +GNU nano +\/etc\/sysctl\.conf$/);
  await page.keyboard.press("Control+End");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  await typeKeys(page, "\nnet.ipv4.ip_forward = 1");
  await expect.poll(async () => (await rowsOnScreen(page))[0]).toMatch(/sysctl\.conf \*$/);
  await page.keyboard.press("Control+o");
  await expect
    .poll(async () => (await rowsOnScreen(page)).join("\n"))
    .toContain("File Name to Write: /etc/sysctl.conf");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await rowsOnScreen(page)).join("\n")).toMatch(/\[ Wrote \d lines \]/);
  await page.keyboard.press("Control+x");
  await rowsAfter(page, `${prompt} nano /etc/sysctl.conf`, prompt);
  expect(await answerTo(page, "director", "sysctl -p")).toEqual(["net.ipv4.ip_forward = 1"]);
});

test("a second terminal is typed in while the first one captures, and goes with exit", async () => {
  const { page } = lab;
  const tabs = () => page.locator(".terminal-tabs [role=tab]").allInnerTexts();
  await expectLine(["<Control+l>", "tcpdump -c 100 -ni eth0 tcp port 80", "<Enter>"], listening);
  await page.getByRole("button", { name: /another terminal/i }).click();
  await expect.poll(tabs).toEqual(["client", "director", "director 2", "rs1", "rs2"]);
  await expect.poll(() => rowsOnScreen(page)).toEqual([prompt]);
  expect(await answerTo(page, "director", "hostname")).toEqual(["director"]);
  await typeSession(page, [["client", "curl 192.168.10.200", ["10.0.0.201 RS1"]]]);
  expect(await page.locator(".terminal-tabs .busy").count()).toBe(1);
  await sitDownAt(page, "director");
  const shown = async (): Promise<string> => (await rowsOnScreen(page)).join("");
  await expect
    .poll(shown)
    .toMatch(/\d\d:\d\d:\d\d\.\d{6} IP 192\.168\.10\.6\.\d+ > 192\.168\.10\.200\.80: Flags \[F\.\]/);
  await expectLine(["<Control+c>"], prompt);
  const said = async (): Promise<string[]> => (await rowsOnScreen(page)).slice(-5, -1);
  await expect
    .poll(said)
    .toEqual(["^C", "10 packets captured", "10 packets received by filter", "0 packets dropped by kernel"]);
  await page.locator("#tab-director-2").click();
  await expect.poll(() => rowsOnScreen(page)).toContain("director");
  await page.keyboard.press("Control+d");
  await expect.poll(tabs).toEqual(["client", "director", "rs1", "rs2"]);
  await expect(tabOf(page, "director").getAttribute("aria-selected")).resolves.toBe("true");
});

const listening = "listening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes";

test("a line typed while a command runs waits for its prompt", async () => {
  const { page } = lab;
  await sitDownAt(page, "rs1");
  await typeKeys(page, "sleep 30\necho later\n");
  expect(await rowsAfter(page, `${promptAt("rs1")} echo later`, promptAt("rs1"))).toEqual(["later"]);
});
