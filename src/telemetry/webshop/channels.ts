import type { Channel } from '../recording.ts';

/** What is measured, in which unit, and the finest step it is reported in. Order of the columns. */
const MEASURED = [
  ['requests_per_second', 'req/s', 0.1],
  ['error_ratio', '1', 0.00001],
  ['latency_p95_ms', 'ms', 0.1],
  ['cpu_utilisation', '%', 0.1],
  ['memory_used_bytes', 'By', 4096],
  ['queue_depth', '1', 1],
  ['orders_per_minute', 'orders/min', 0.2],
  ['db_connections', '1', 1],
] as const;

export type ChannelName = (typeof MEASURED)[number][0];
export type Readings = Record<ChannelName, number>;

export const CHANNEL_NAMES: readonly ChannelName[] = MEASURED.map(([name]) => name);

export const WEBSHOP_CHANNELS: readonly Channel[] = MEASURED.map(([name, unit]) => ({
  labels: { __name__: name },
  unit,
  kind: 'gauge',
}));

const STEPS = Object.fromEntries(MEASURED.map(([name, , step]) => [name, step])) as Readings;

/** To the resolution an exporter would report; NaN stays NaN. Seven significant digits hide the last bit of Math.exp. */
export function roundReading(name: ChannelName, value: number): number {
  const step = STEPS[name];
  const steps = Math.round(value / step);
  return step >= 1 ? steps * step : Math.round(steps * step * 1e5) / 1e5;
}
