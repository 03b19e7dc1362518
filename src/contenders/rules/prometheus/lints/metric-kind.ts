import type { KnownKind } from '../coverage/data-facts.ts';
import type { LintWorld } from './lint-world.ts';

/** The ends of names that nobody gives a counter. `_bytes` and `_seconds` are left out: old exporters count with them. */
const GAUGE_NAME =
  /(?:_ratio|_percent|_percentage|_celsius|_temperature|_info|_timestamp|_timestamp_seconds|_time_seconds_since_epoch|_(?:free|avail|available|used|limit|size|resident|heap|inuse|in_use)_bytes|_utilization|_usage_percent|_queue_length|_uptime_seconds|_start_time_seconds)$/;

/** `_count` and `_sum` too end names of counters, and of gauges often enough. */
const COUNTER_NAME = /(?:_total|_bucket)$/;

export function kindByName(metric: string): KnownKind {
  if (GAUGE_NAME.test(metric)) return { kind: 'gauge', why: 'by its name' };
  if (COUNTER_NAME.test(metric)) return { kind: 'counter', why: 'by its name' };
  return { kind: 'unknown', why: '' };
}

/** The data's word counts for more than the name. */
export function kindOf(metric: string, { data }: LintWorld): KnownKind {
  const told = data?.kindOf(metric);
  return told === undefined || told.kind === 'unknown' ? kindByName(metric) : told;
}
