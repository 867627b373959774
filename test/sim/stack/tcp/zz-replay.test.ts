import { readFileSync, readdirSync } from "node:fs";
import { test } from "vitest";
import { Simulation } from "#sim/engine/simulation";
import { lineOf, addressOf } from "#support/line";
import { addAddress, deleteAddress } from "#sim/stack/address";
import { addRoute } from "#sim/stack/fib-routes";
import { register } from "#sim/stack/hooks";
import { received } from "#sim/stack/packet-context";
import { stolen } from "#sim/stack/verdict";
import { tcpSegment } from "#sim/wire/tcp";
import { tcpOptions } from "#sim/wire/tcp-options";
import { ipv4 } from "#sim/wire/ipv4";
import { icmpError } from "#sim/wire/icmp";
import { formatIpv4 } from "#sim/wire/address";
import { receiveIcmp } from "#sim/stack/icmp";
import { get } from "#sim/app/http-client";
import { startHttpServer, namePage, stopHttpServer } from "#sim/app/http-server";
import { startHoldServer, stopHoldServer } from "#sim/app/hold-server";
import { open, exchange } from "#sim/app/hold-client";
import { breakOff, endWriting, hangUp, readOnce, write } from "#sim/app/conversation";
import { bytesOf } from "#sim/app/text";
const DIR = process.env["ORACLE"] as string;
const F: Record<string, number> = { F: 1, S: 2, R: 4, P: 8, A: 16, U: 32, E: 64, C: 128 };
const unstable = new Set(readFileSync(`${DIR}/unstable.txt`, "utf8").split("\n").map((l) => l.trim().split(/\s/)[0]));
function hostFor(node: any, res: any, cas: any) {
  const line = lineOf(true); const stack = line.client; const simulation = line.simulation as any;
  stack.hooks["local-out"].length = 0;
  for (const [k, v] of Object.entries({ ...(cas.defaults?.sysctl ?? {}), ...(node.sysctl ?? {}) })) { const m = /net\.ipv4\.(tcp_\w+)$/.exec(k); if (m) (stack.sysctl.global as any)[m[1]!] = Number(v); }
  const ifc = stack.interfaces.get("eth0")!;
  const mtu = node.ifaces?.[0]?.mtu; if (mtu) ifc.device.mtu = mtu;
  return { stack, simulation, ifc };
}
const fill = (n: number, p: boolean) => { const b = new Uint8Array(n).fill(122); if (p && n >= 4) b.set([13, 10, 13, 10], n - 4); return b; };
import { programTimes } from "#sim/app/program-times";
test("replay", () => {
  Object.assign(programTimes, { echo: 110000, banner: 130000, closeAfterEnd: 50000, request: 60000, wake: 30000 });
  let conns = 0, good = 0, framesN = 0; const bad: string[] = [];
  const only = process.env["CASE"];
  for (const file of readdirSync(`${DIR}/cases`)) {
    const name = file.replace(".json", "");
    if (only ? name !== only : !/^[ABCF]-/.test(name)) continue;
    if (unstable.has(name)) continue;
    const cas = JSON.parse(readFileSync(`${DIR}/cases/${file}`, "utf8")); 
    let res: any; try { res = JSON.parse(readFileSync(`${DIR}/results/${file}`, "utf8")); } catch { continue; }
    for (const node of cas.nodes) {
      const isDirector = JSON.stringify(node).includes("ipvsadm") || JSON.stringify(cas.steps.filter((s: any) => s.node === node.name)).includes("ipvsadm -A");
      if (isDirector || name.includes('vlan')) continue;
      const frames: any[] = [];
      for (const [dev, list] of Object.entries<any>(res.frames)) { if (!dev.startsWith(node.name + ":") || dev.includes(".")) continue; for (const f of list) if (f.ip && f.pkttype !== "otherhost") frames.push({ ...f, dev }); }
      frames.sort((a, b) => a.n - b.n);
      const forwards = (node.sysctl ?? {})["net.ipv4.ip_forward"] == 1; if (forwards) continue;
      if (!frames.some((f) => f.dir === "out" && f.ip.tcp)) continue;
      const { stack, simulation, ifc } = hostFor(node, res, cas);
      const mine = new Set<string>();
      const setup = (node.setup ?? []).join("\n") + cas.steps.map((s: any) => s.node === node.name ? s.run ?? "" : "").join("\n");
      for (const m of setup.matchAll(/ip addr add (\d+\.\d+\.\d+\.\d+)/g)) mine.add(m[1]!);
      deleteAddress(stack, ifc, { address: addressOf('10.0.0.1'), length: 24 }); for (const a of mine) addAddress(stack, ifc, { address: addressOf(a), length: 32 });
      const sr = [...mine].find((x) => !setup.includes(`${x}/32`)) ?? [...mine][0]; { const q = addRoute(stack, { address: 0 as never, length: 0, interface: ifc, preferredSource: addressOf(sr!) } as any); if (!q.ok) throw new Error(JSON.stringify(q)); }
      const src0 = sr; if (!src0) continue;
      // peers
      const iss = new Map<string, number>(); const irs = new Map<string, number>();
      const got = new Map<string, any[]>(); const want = new Map<string, any[]>();
      register(stack.hooks, "local-out", { name: "cap", priority: 0, handle: ({ packet }) => {
        const p = packet.payload; if (p.kind !== "tcp") return stolen;
        const key = `${formatIpv4(packet.src)}:${p.srcPort}-${formatIpv4(packet.dst)}:${p.dstPort}`;
        if (p.flags & 2) iss.set(key, p.seq);
        const fl = "FSRPAUEC".split("").filter((_, i) => p.flags & (1 << i)).join("");
        const base = iss.get(key); const rb = irs.get(key);
        const seq = p.seq === 0 && fl === "RA" ? null : base === undefined ? p.seq : (p.seq - base) >>> 0;
        const ack = p.flags & 16 ? (rb === undefined ? p.ack : (p.ack - rb) >>> 0) : 0;
        (got.get(key) ?? got.set(key, []).get(key)!).push({ t: simulation.now / 1e9, s: `${fl}${seq}.${ack}/${p.payload.length}/${packet.length}` });
        return stolen; } });
      for (const f of frames) if (f.dir === "out" && f.ip.tcp && f.eth) { const t = f.ip.tcp; const key = `${f.ip.src}:${t.sport}-${f.ip.dst}:${t.dport}`; 
        const ack = t.flags.includes("A") ? t.ack ?? t.rawack : 0;
        const seq = t.seq === null || t.seq === undefined ? (t.flags === "RA" || t.flags === "AR" ? null : t.rawseq) : t.seq;
        const fl = "FSRPAUEC".split("").filter((c) => t.flags.includes(c)).join("");
        if (!mine.has(f.ip.src)) continue;
        if (f.ip.id === undefined) continue;
        (want.get(key) ?? want.set(key, []).get(key)!).push({ t: f.t, s: `${fl}${seq}.${ack}/${t.len}/${f.ip.len}` }); }
      const feed = (f: any) => {
        const ip = f.ip; if (!mine.has(ip.dst)) return;
        let payload: any;
        if (ip.tcp) { const t = ip.tcp; const key = `${ip.dst}:${t.dport}-${ip.src}:${t.sport}`;
          if (t.flags.includes("S")) irs.set(key, 5_000_000);
          const base = irs.get(key);
          const seq = t.seq === null || t.seq === undefined ? t.rawseq : base === undefined ? t.seq : (t.seq + base) >>> 0;
          const ack = !t.flags.includes("A") ? 0 : t.ack === null || t.ack === undefined ? t.rawack : (t.ack + (iss.get(key) ?? 0)) >>> 0;
          let flags = 0; for (const c of t.flags) flags |= F[c]!;
          const o: any = {}; for (const x of t.opts ?? []) { if (x.startsWith("mss=")) o.mss = +x.slice(4); if (x === "sackOK") o.sackPermitted = true; if (x.startsWith("ws=")) o.windowScale = +x.slice(3); if (x === "ts") o.timestamps = { value: Math.floor(f.t * 1000) + 1000, echo: 0 }; }
          payload = tcpSegment({ srcPort: t.sport, dstPort: t.dport, seq, ack, flags, window: t.win, payload: fill(t.len, t.flags.includes('P')), options: t.opts?.length ? tcpOptions(o) : undefined });
        } else if (ip.icmp && ip.icmp.quote && ip.icmp.quote.tcp) { const q = ip.icmp.quote; const t = q.tcp; const key = `${q.src}:${t.sport}-${q.dst}:${t.dport}`;
          const seq = t.seq === null || t.seq === undefined ? t.rawseq : (t.seq + (iss.get(key) ?? 0)) >>> 0;
          const quote = ipv4({ origin: 0, src: addressOf(q.src), dst: addressOf(q.dst), protocol: 6, payload: tcpSegment({ srcPort: t.sport, dstPort: t.dport, seq, ack: 0, flags: 16, window: 0 }) });
          payload = icmpError({ type: ip.icmp.type, code: ip.icmp.code, rest: ip.icmp.mtu ?? 0, quote, quotedLength: 28 });
        } else return;
        const packet = ipv4({ origin: 0, src: addressOf(ip.src), dst: addressOf(ip.dst), protocol: ip.tcp ? 6 : 1, payload });
        const ctx = received(packet, ifc, undefined, "host");
        if (ip.tcp) stack.protocols.get(6)!(ctx); else receiveIcmp(stack, ctx);
      };
      for (const f of frames) if (f.dir === "in" && (f.ip.tcp || f.ip.icmp) && f.eth || (f.dir === "in" && !f.eth)) simulation.after(Math.round(f.t * 1e9), feed, f);
      const servers: any = {};
      const startServer = (s: any) => {
        const nm = s.name ?? node.name; const o = { port: s.port, ...(s.addr ? { address: addressOf(s.addr) } : {}) };
        if (s.kind === "http") servers[s.port] = startHttpServer(stack, { ...o, answerDelay: 180000 as never, closeDelay: 100000 as never, body: () => namePage(nm, s.size) });
        if (s.kind === "hold") servers[s.port] = startHoldServer(stack, { ...o, banner: bytesOf(nm + "\n") });
      };
      for (const s of node.servers ?? []) startServer(s);
      const ids: any = {};
      cas.steps.forEach((st: any, i: number) => {
        const r = res.steps[i]; const here = (st.node ?? cas.nodes[0].name) === node.name; 
        const at = (t: number, fn: () => void) => simulation.after(Math.round(t * 1e9), fn, 0);
        const conv = (x: any) => Array.isArray(x) ? { src: x[0], sport: x[1], to: x[2], port: x[3] } : x;
        const rq = (x: any) => ({ dst: addressOf(x.to), dstPort: x.port ?? 80, ...(x.src ? { src: addressOf(x.src) } : {}), ...(x.sport ? { srcPort: x.sport } : {}), reuseAddress: true, timeout: Math.round((x.timeout ?? 5) * 1e9) as never });
        const chain = (items: any[], one: (x: any, next: () => void) => void) => { const go = (k: number) => { if (k < items.length) one(conv(items[k]), () => simulation.after(Math.round((st.gap ?? 0) * 1e9 + 1.0e6), () => go(k + 1), 0)); }; go(0); };
        if (here && (st.get || st.gets)) at(r.t, () => chain(st.gets ?? [st.get], (x, next) => { if (!mine.has(x.src ?? src0)) return next(); get(stack, { ...rq(x), ...(x.pad ? { pad: x.pad } : {}), ...(x.rst ? { resetAtEnd: true } : {}) }, next); }));
        if (here && (st.open || st.opens)) at(r.t, () => chain(st.opens ?? [st.open], (x, next) => open(stack, { ...rq(x), banner: x.banner ?? true }, (o) => { if (o.ok) ids[x.id ?? `${x.src}:${x.sport}`] = o.conversation; next(); })));
        const list = (v: any) => Array.isArray(v) ? v : [v];
        if (st.send && cas.steps.length) at(r.t, () => { const c = ids[st.send.id]; if (!c) return; const b = st.send.size ? new Uint8Array(st.send.size) : bytesOf(st.send.data); if (st.send.expect === false) write(c, b); else exchange(c, { bytes: b, timeout: Math.round((st.send.timeout ?? 5) * 1e9) as never }, () => {}); });
        if (st.close) at(r.t, () => { for (const id of list(st.close)) ids[id] && hangUp(ids[id]); });
        if (st.reset) at(r.t, () => { for (const id of list(st.reset)) ids[id] && breakOff(ids[id]); });
        if (st.shutdown) at(r.t, () => { for (const id of list(st.shutdown)) ids[id] && endWriting(ids[id]); });
        if (st.recv) at(r.t, () => { const id = typeof st.recv === "string" ? st.recv : st.recv.id; ids[id] && readOnce(ids[id], Math.round((st.recv.timeout ?? 3) * 1e9) as never, () => {}); });
        if (here && st.server) at(r.t, () => startServer(st.server));
        if (here && st.unserver) at(r.t, () => { const p = st.unserver.port ?? st.unserver; const s = servers[p]; if (!s?.ok) return; if (s.server.guests) stopHoldServer(s.server, st.abort ?? st.unserver.abort); else stopHttpServer(s.server, st.abort ?? st.unserver.abort); });
      });
      const end = Math.max(...frames.map((f) => f.t), ...res.steps.map((s: any) => s.t1 ?? 0)) + 0.31;
      try { simulation.runUntil(Math.round(end * 1e9)); } catch (e) { bad.push(`${name} ${node.name} EXC ${(e as Error).stack}`); continue; }
      for (const key of new Set([...want.keys(), ...got.keys()])) {
        const w = want.get(key) ?? [], g = got.get(key) ?? []; conns++; framesN += w.length;
        if (w.length === 0) { bad.push(`${name} ${node.name} ${key} EXTRA ${g.map((x) => x.s).join(" ")}`.slice(0, 300)); continue; }
        let ok = w.length === g.length && w.every((x, i) => x.s === g[i].s);
        let gapNote = "";
        if (ok) for (let i = 1; i < w.length; i++) { const a = w[i].t - w[i - 1].t, b = g[i].t - g[i - 1].t; if (a > 0.15 && Math.abs(a - b) > Math.max(0.06, 0.15 * a)) { ok = false; gapNote = `gap ${i} ${a.toFixed(3)} ${b.toFixed(3)}`; } }
        if (process.env["SHOW"] && key.includes(process.env["SHOW"]!)) console.log(key, g.map((x) => `${x.t.toFixed(3)} ${x.s}`).join("\n")); if (ok) good++; else bad.push(`${name} ${node.name} ${key} ${gapNote}\n   want ${w.map((x) => x.s).join(" ")}\n   got  ${g.map((x) => x.s).join(" ")}`);
      }
    }
  }
  console.log(`${good}/${conns} frames ${framesN}`); const ex = bad.filter((b) => b.includes("EXTRA")); console.log("extra", ex.length); console.log(bad.filter((b) => !b.includes("EXTRA")).slice(0, Number(process.env["N"] ?? 25)).join("\n")); console.log(ex.slice(0, 10).join("\n"));
});
