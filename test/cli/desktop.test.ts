/** Where a browser is opened, and where it would only be in the way. */

import { describe, expect, test } from "vitest";
import { openerOf } from "#cli/desktop";

describe("a browser is opened", () => {
  test.each([
    ["linux", { DISPLAY: ":0" }, true, ["xdg-open"]],
    ["linux", { WAYLAND_DISPLAY: "wayland-0" }, true, ["xdg-open"]],
    ["linux", {}, true, undefined],
    ["linux", { DISPLAY: ":0" }, false, undefined],
    ["linux", { DISPLAY: ":10", SSH_CONNECTION: "10.0.0.1 1 10.0.0.2 22" }, true, undefined],
    ["linux", { DISPLAY: ":0", CI: "true" }, true, undefined],
    ["linux", { DISPLAY: ":0", CI: "false" }, true, ["xdg-open"]],
    ["linux", { DISPLAY: ":0", BROWSER: "none" }, true, undefined],
    ["darwin", {}, true, ["open"]],
    ["darwin", { SSH_TTY: "/dev/ttys001" }, true, undefined],
    ["win32", {}, true, ["cmd", "/c", "start", ""]],
  ])("on %s with %j, terminal %s: by %j", (platform, env, isTerminal, opener) => {
    expect(openerOf({ platform, env, isTerminal })).toEqual(opener);
  });
});
