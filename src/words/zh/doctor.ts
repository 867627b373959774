/** The doctor's dialog, in Chinese. */

import type { DoctorWords } from "#words/doctor-words";
import { findingWords } from "./findings/index.ts";

export const doctorWords: DoctorWords = {
  title: "诊断",
  what: (moment) => `只看各台机器此刻（${moment}）的配置，不再发任何报文，就能预见的问题。`,
  looking: "正在检查每一台机器……",
  sound: "没有发现问题：每个客户端的报文都能到达某台服务器，应答也都能回来。",
  found: (findings) => `发现 ${findings} 个问题`,
  cure: (what) => `输入之后：${what}。`,
  noCure: "没有一条命令就能解决的办法。",
  typeAt: (node) => `输入到 ${node}`,
  lesson: "讲这个问题的课程",
  again: "再检查一次",
  tellers: findingWords,
};
