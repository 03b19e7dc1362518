/** Every port of the lab, all on 127.0.0.1, from one first port on. */
export interface Ports {
  readonly nginx: number;
  readonly nginxStatus: number;
  readonly shops: readonly number[];
  readonly payment: number;
  readonly paymentProxy: number;
  readonly paymentProxyAdmin: number;
  readonly postgres: number;
  readonly redis: number;
  readonly nodeExporter: number;
  readonly postgresExporter: number;
  readonly redisExporter: number;
  readonly nginxExporter: number;
  readonly prometheus: number;
}

export const FIRST_PORT = 21_800;
export const INSTANCES = ['a', 'b', 'c'] as const;

export function portsFrom(first: number): Ports {
  return {
    nginx: first,
    nginxStatus: first + 1,
    shops: INSTANCES.map((_, i) => first + 10 + i),
    payment: first + 20,
    paymentProxy: first + 21,
    paymentProxyAdmin: first + 22,
    postgres: first + 30,
    redis: first + 31,
    nodeExporter: first + 40,
    postgresExporter: first + 41,
    redisExporter: first + 42,
    nginxExporter: first + 43,
    prometheus: first + 50,
  };
}
