/**
 * What `iptables -h` prints: how the commands are written, and what each is for.
 */

const commands = `Commands:
Either long or short options are allowed.
  --append  -A chain            Append to chain
  --check   -C chain            Check for the existence of a rule
  --delete  -D chain            Delete a rule from chain, by its words or its number
  --insert  -I chain [rulenum]  Insert in chain as rulenum (1: the first)
  --replace -R chain rulenum    Replace a rule in chain
  --list    -L [chain [rulenum]]        List the rules in a chain or all chains
  --list-rules -S [chain [rulenum]]     Print them as commands
  --flush   -F [chain]          Delete all rules in a chain or all chains
  --zero    -Z [chain [rulenum]]        Zero counters
  --new     -N chain            Create a chain of your own
  --delete-chain -X [chain]     Delete it
  --policy  -P chain target     Change the policy of a chain
  --rename-chain -E old new     Change the name of a chain
`;

const options = `Options:
[!] --protocol -p proto         by number or name
[!] --source -s address[/mask][,...]
[!] --destination -d address[/mask][,...]
[!] --in-interface -i name[+]
[!] --out-interface -o name[+]
[!] --fragment -f               second or further fragments only
  --match -m match              a further condition: tcp udp icmp multiport state conntrack mark
                                connmark mac limit comment ipvs length ttl tos dscp
  --jump -j target              ACCEPT DROP REJECT RETURN LOG MARK CONNMARK DNAT SNAT MASQUERADE
                                REDIRECT CT NOTRACK TCPMSS TOS DSCP TTL or a chain
  --goto -g chain               jump without coming back
  --table -t table              filter (the usual one), nat, mangle, raw, security
  --numeric -n                  addresses and ports as numbers
  --verbose -v                  with counters and devices
  --line-numbers                with the numbers of rules
  --exact -x                    counters in full
  --version -V
`;

export const help = (version: string): string =>
  `${version}\n\nUsage: iptables -[ACD] chain rule-specification [options]\n\n${commands}\n${options}`;
