/**
 * Names of well-known ports, as /etc/services of Debian has them: those that a lab meets.
 */

type Transport = "tcp" | "udp";

const both: readonly (readonly [string, number])[] = [
  ["echo", 7],
  ["discard", 9],
  ["daytime", 13],
  ["chargen", 19],
  ["domain", 53],
  ["sunrpc", 111],
  ["snmp", 161],
  ["snmp-trap", 162],
  ["ldap", 389],
  ["kerberos", 88],
  ["radius", 1812],
  ["nfs", 2049],
  ["sip", 5060],
  ["sip-tls", 5061],
];

const tcpOnly: readonly (readonly [string, number])[] = [
  ["tcpmux", 1],
  ["systat", 11],
  ["netstat", 15],
  ["ftp-data", 20],
  ["ftp", 21],
  ["ssh", 22],
  ["telnet", 23],
  ["smtp", 25],
  ["time", 37],
  ["whois", 43],
  ["finger", 79],
  ["http", 80],
  ["pop3", 110],
  ["auth", 113],
  ["nntp", 119],
  ["netbios-ssn", 139],
  ["imap2", 143],
  ["bgp", 179],
  ["https", 443],
  ["microsoft-ds", 445],
  ["submissions", 465],
  ["login", 513],
  ["shell", 514],
  ["printer", 515],
  ["submission", 587],
  ["ldaps", 636],
  ["rsync", 873],
  ["imaps", 993],
  ["pop3s", 995],
  ["socks", 1080],
  ["ms-sql-s", 1433],
  ["mysql", 3306],
  ["ms-wbt-server", 3389],
  ["postgresql", 5432],
  ["x11", 6000],
  ["redis", 6379],
  ["http-alt", 8080],
];

const udpOnly: readonly (readonly [string, number])[] = [
  ["bootps", 67],
  ["bootpc", 68],
  ["tftp", 69],
  ["ntp", 123],
  ["netbios-ns", 137],
  ["netbios-dgm", 138],
  ["https", 443],
  ["syslog", 514],
  ["route", 520],
  ["openvpn", 1194],
];

const tables: Readonly<Record<Transport, ReadonlyMap<number, string>>> = {
  tcp: new Map([...both, ...tcpOnly].map(([name, port]) => [port, name])),
  udp: new Map([...both, ...udpOnly].map(([name, port]) => [port, name])),
};

/** The name of a port, if it has one. */
export const serviceName = (port: number, transport: Transport): string | undefined =>
  tables[transport].get(port);

/** The port that a name or number stands for. */
export function servicePort(text: string, transport: Transport): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) <= 65_535 ? Number(text) : undefined;
  const list = transport === "tcp" ? [...both, ...tcpOnly] : [...both, ...udpOnly];
  return list.find(([name]) => name === text)?.[1];
}
