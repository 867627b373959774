import { describe, expect, test } from "vitest";
import { addRule } from "#sim/stack/fib-rules";
import { learnMtu, learnRedirect } from "#sim/stack/path-cache";
import { routeGet } from "#sim/stack/route-get";
import type { Stack } from "#sim/stack/stack";
import { cidr, give, ip, on, route, set, stackOf } from "#support/stack-of";

function get(stack: Stack, question: string): string {
  const [dst = "", ...options] = question.split(" ");
  const option = (name: string): string | undefined => {
    const index = options.indexOf(name);
    return index < 0 ? undefined : options[index + 1];
  };
  const [from, iif, mark, oif] = [option("from"), option("iif"), option("mark"), option("oif")];
  const answer = routeGet(stack, {
    dst: ip(dst),
    src: from === undefined ? undefined : ip(from),
    input: iif === undefined ? undefined : on(stack, iif),
    output: oif === undefined ? undefined : on(stack, oif),
    mark: mark === undefined ? undefined : Number(mark),
  });
  return answer.ok ? answer.text : answer.errno;
}

function host(): Stack {
  const stack = stackOf({ eth0: ["10.0.0.10/24"] });
  give(stack, "lo", "10.0.0.100/32");
  route(stack, "default", { via: "10.0.0.254" });
  return stack;
}

describe("ip route get prints what iproute2 prints", () => {
  test.each([
    ["10.0.0.1", "10.0.0.1 dev eth0 src 10.0.0.10 uid 0 \n    cache "],
    ["8.8.8.8", "8.8.8.8 via 10.0.0.254 dev eth0 src 10.0.0.10 uid 0 \n    cache "],
    ["10.0.0.10", "local 10.0.0.10 dev lo src 10.0.0.10 uid 0 \n    cache <local> "],
    ["10.0.0.255", "broadcast 10.0.0.255 dev eth0 src 10.0.0.10 uid 0 \n    cache <local,brd> "],
    ["8.8.8.8 from 10.0.0.100", "8.8.8.8 from 10.0.0.100 via 10.0.0.254 dev eth0 uid 0 \n    cache "],
    [
      "10.0.0.10 from 10.0.0.77 iif eth0",
      "local 10.0.0.10 from 10.0.0.77 dev lo \n    cache <local> iif eth0 ",
    ],
    ["127.0.0.5", "local 127.0.0.5 dev lo src 127.0.0.1 uid 0 \n    cache <local> "],
    ["8.8.8.8 from 9.9.9.9", "ENETUNREACH"],
    ["8.8.8.8 from 127.0.0.1", "EINVAL"],
    ["8.8.8.8 from 10.0.0.77 iif eth0", "EHOSTUNREACH"],
    ["10.0.0.10 from 10.0.0.100 iif eth0", "EINVAL"],
    ["0.1.2.3", "EINVAL"],
  ])("%s", (question, answer) => {
    expect(get(host(), question)).toBe(answer);
  });

  test("marked foreign traffic is local by a rule and a table of its own", () => {
    const stack = host();
    route(stack, "default", { type: "local", dev: "lo", table: 100 });
    addRule(stack, { mark: 1, action: { kind: "lookup", table: 100 } });
    expect(get(stack, "9.9.9.9 mark 1")).toBe(
      "local 9.9.9.9 dev lo table 100 src 9.9.9.9 mark 1 uid 0 \n    cache <local> ",
    );
    expect(get(stack, "9.9.9.9")).toBe("9.9.9.9 via 10.0.0.254 dev eth0 src 10.0.0.10 uid 0 \n    cache ");
  });

  test("the reverse path filter refuses with another errno than martians", () => {
    const stack = stackOf({ eth0: ["10.0.0.10/24"], eth1: ["10.1.0.10/24"] });
    set(stack, { "conf.eth1.rp_filter": 1 });
    expect(get(stack, "10.0.0.10 from 10.0.0.77 iif eth1")).toBe("EXDEV");
    expect(get(stack, "10.0.0.10 from 127.0.0.1 iif eth1")).toBe("EINVAL");
  });

  test("what was learnt of a path is shown and used", () => {
    const stack = host();
    learnMtu(stack, ip("8.8.8.8"), 1400);
    expect(get(stack, "8.8.8.8")).toMatch(/cache expires 600sec mtu 1400 $/);
    learnRedirect(stack, ip("8.8.4.4"), ip("10.0.0.253"));
    expect(get(stack, "8.8.4.4")).toBe(
      "8.8.4.4 via 10.0.0.253 dev eth0 src 10.0.0.10 uid 0 \n    cache <redirected> expires 300sec ",
    );
    stack.simulation.now = 301e9 as typeof stack.simulation.now;
    expect(get(stack, "8.8.4.4")).toMatch(/via 10.0.0.254 .*\n {4}cache $/);
  });
});

describe("a network of the LAN on lo swallows the LAN", () => {
  const swallowed = (): Stack => {
    const stack = stackOf({ eth0: ["10.0.0.11/24"] });
    route(stack, "default", { via: "10.0.0.254" });
    give(stack, "lo", "10.0.0.100/24");
    return stack;
  };

  test("the node believes to be every address of it, but still routes beyond by the gateway", () => {
    const stack = swallowed();
    expect(get(stack, "10.0.0.1")).toMatch(/^local 10.0.0.1 dev lo src 10.0.0.100 /);
    expect(get(stack, "8.8.8.8")).toMatch(/^8.8.8.8 via 10.0.0.254 dev eth0 src 10.0.0.11 /);
  });

  test("packets from the LAN come in without a filter and are martians with one", () => {
    const stack = swallowed();
    expect(get(stack, "10.0.0.11 from 10.0.0.1 iif eth0")).toMatch(/^local/);
    set(stack, { "conf.all.rp_filter": 2 });
    expect(get(stack, "10.0.0.11 from 10.0.0.1 iif eth0")).toBe("EINVAL");
  });

  test("a host route in main wins until a policy rule splits the tables", () => {
    const stack = swallowed();
    route(stack, "10.0.0.1/32", { dev: "eth0" });
    expect(get(stack, "10.0.0.1")).toMatch(/^10.0.0.1 dev eth0 /);
    addRule(stack, { from: cidr("192.168.0.0/16"), action: { kind: "lookup", table: 100 } });
    expect(get(stack, "10.0.0.1")).toMatch(/^local 10.0.0.1 dev lo table local /);
  });
});
