import { isIP } from 'node:net';

interface HostAndPort {
  readonly host: string;
  readonly port: string;
}

/** `host:port`, `[v6]:port`; null where there is no port, as Go's SplitHostPort sees it. */
function split(address: string): HostAndPort | null {
  const bracketed = /^\[([^[\]]*)\]:([^:[\]]*)$/.exec(address);
  const plain = bracketed ?? /^([^:[\]]*):([^:[\]]*)$/.exec(address);
  return plain === null ? null : { host: plain[1]!, port: plain[2]! };
}

/** `db-1.example.com:9100` → `db-1.example.com`. */
export const stripPort = (address: string): string => split(address)?.host ?? address;

/** `db-1.example.com:9100` → `db-1:9100`; an IP address stays as it is. */
export function stripDomain(address: string): string {
  const { host, port } = split(address) ?? { host: address, port: '' };
  if (isIP(host) !== 0) return address;
  const first = host.split('.')[0]!;
  return port === '' ? first : `${first}:${port}`;
}
