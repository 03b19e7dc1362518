import type { Interval, MetricCard, MetricValue } from '../record/schema.ts';

/**
 * Every number a view prints goes through here, so that one figure looks the same everywhere. Between a number and its
 * unit stands a no-break space; views whose readers search or copy text turn it into a plain one (`plainSpaces`).
 */
const GAP = '\u00a0';

/** Between groups of three digits. */
const THIN_GAP = '\u202f';

export const plainSpaces = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

/** A whole number with its digits in groups of three. */
export const whole = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, THIN_GAP);

/** At most this many significant digits; an exponent only below 1e-4 and from 1e9 on. */
export function significant(value: number, digits = 3): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  if (size >= 1e9 || size < 1e-4) return rounded.toExponential(digits - 1);
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return rounded.toFixed(Math.min(decimals, 10));
}

/** A share in [0, 1] to two decimals, unless that would read as exactly 0 or exactly 1 where it is neither. */
export function ratio(value: number): string {
  const text = value.toFixed(2);
  if (text === '0.00' || text === '-0.00') return value === 0 ? '0.00' : significant(value, 2);
  if (text === '1.00' && value !== 1) return value < 1 ? oneMinus(value) : text;
  return text;
}

/** 0.99874 → `0.999`: as many decimals as it takes to tell it from 1. */
function oneMinus(value: number): string {
  const decimals = Math.min(15, Math.ceil(-Math.log10(1 - value)));
  return value.toFixed(decimals);
}

export function percent(share: number): string {
  return `${significant(share * 100, 2)}${GAP}%`;
}

/** A span of time for people: `840 ms`, `12.3 s`, `8.5 min`, `3.2 h`, `2.1 d`. */
export function duration(ms: number): string {
  const size = Math.abs(ms);
  if (size < 1000) return `${significant(ms)}${GAP}ms`;
  if (size < 60_000) return `${significant(ms / 1000)}${GAP}s`;
  if (size < 3_600_000) return `${significant(ms / 60_000)}${GAP}min`;
  if (size < 48 * 3_600_000) return `${significant(ms / 3_600_000)}${GAP}h`;
  return `${significant(ms / 86_400_000)}${GAP}d`;
}

export function microseconds(us: number): string {
  if (us < 1) return `${significant(us * 1000)}${GAP}ns`;
  return us < 1000 ? `${significant(us)}${GAP}µs` : duration(us / 1000);
}

export function bytes(count: number): string {
  if (count < 1000) return `${count}${GAP}B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let amount = count / 1000;
  let unit = 0;
  for (; amount >= 1000 && unit < units.length - 1; unit++) amount /= 1000;
  return `${significant(amount)}${GAP}${units[unit]}`;
}

/** `2025-03-31 06:15` UTC. */
export function time(timestampMs: number): string {
  return new Date(timestampMs).toISOString().slice(0, 16).replace('T', ' ');
}

type Unit = Pick<MetricCard, 'unit' | 'range'>;

/** A figure of a metric without its interval, with its unit where the unit is not plain to see. */
export function figure(value: number, { unit, range }: Unit): string {
  if (unit === 'ms') return duration(value);
  if (unit === '1') return range[1] === 1 ? ratio(value) : significant(value);
  if (unit === 'points') return value.toFixed(1);
  return unit === 'alerts/day' ? `${significant(value)}/day` : `${significant(value)}${GAP}${unit}`;
}

export function interval({ low, high }: Pick<Interval, 'low' | 'high'>, unit: Unit): string {
  return `[${bare(low, unit)}, ${bare(high, unit)}]`;
}

/** Inside brackets the unit would be said three times. Durations keep theirs: the two ends may differ in it. */
function bare(value: number, unit: Unit): string {
  return unit.unit === 'ms' ? duration(value) : figure(value, unit).replace(/(\/day|\u00a0.+)$/, '');
}

/** `0.71 [0.60, 0.81]`, or `n/a (reason)`: an undefined figure is never printed without its reason. */
export function metricText(value: MetricValue, unit: Unit): string {
  if (value.kind === 'undefined') return `n/a (${value.reason})`;
  const text = figure(value.value, unit);
  return value.interval === undefined ? text : `${text} ${interval(value.interval, unit)}`;
}

/** The same where a reason has no room: the view prints it elsewhere. */
export function metricShort(value: MetricValue, unit: Unit): string {
  return value.kind === 'undefined' ? 'n/a' : figure(value.value, unit);
}

/** A difference with its sign: `+0.19`. */
export function signed(value: number, unit: Unit): string {
  const text = figure(value, unit);
  return value > 0 ? `+${text}` : text;
}

export function signedInterval({ low, high }: Pick<Interval, 'low' | 'high'>, unit: Unit): string {
  const end = (value: number) => (value > 0 ? `+${bare(value, unit)}` : bare(value, unit));
  return `[${end(low)}, ${end(high)}]`;
}

/** `1 alert`, `3 alerts`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${whole(amount)} ${amount === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
