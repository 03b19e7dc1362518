import { formatReading } from '../format-reading.ts';
import type { ChannelHistory, Finding } from './channel-history.ts';
import type { SignalName } from './four-signals.ts';
import type { HistoryRule } from './rule-schema.ts';

/** Beyond so many standard deviations the exact figure is no news: there was hardly any spread. */
const MOST_Z = 1000;

interface Told {
  readonly nowMs: number;
  readonly finding: Finding;
  readonly unit: string;
}

/** `drift, last 12h against all before: 20-minute mean 91.2 is 6.1 sd above its long-run mean 40.3; not seen …`. */
export function describeFinding(rule: HistoryRule, history: ChannelHistory, { nowMs, finding, unit }: Told): string {
  if (finding.kind === 'broken') {
    const [reading, limit] = [finding.reading, finding.limit].map((value) => formatReading(value, unit));
    return `${reading} is so far beyond any reading before (limit ${limit}) that it is left out`;
  }
  const { signal, z, level, mean } = finding;
  const average = history.isSmoothed ? `${adjective(rule.smoothing)} mean` : 'latest value';
  const distance = Math.abs(z) > MOST_Z ? `over ${MOST_Z}` : Math.abs(z).toFixed(1);
  const side = z < 0 ? 'below' : 'above';
  const against = `${distance} sd ${side} its long-run mean ${formatReading(mean, unit)}`;
  const past = history.describePast(signal, nowMs, level);
  const figures = `${average} ${formatReading(level, unit)} is ${against}${past === '' ? '' : `; ${past}`}`;
  return `${describeSignal(rule, signal)}: ${figures}`;
}

function describeSignal({ season, shift, drift }: HistoryRule, signal: SignalName): string {
  switch (signal) {
    case 'season': {
      const spans = season ? [season.days > 0 && 'days', season.weeks > 0 && 'weeks'].filter(Boolean) : [];
      return `distance from earlier ${spans.join(' and ')}`;
    }
    case 'jump':
      return 'jump from one reading to the next';
    case 'shift':
      return shift ? `shift of level, last ${shift.recent.time} against ${shift.before.time} before` : 'shift of level';
    case 'drift':
      return drift ? `drift, last ${drift.recent.time} against all before` : 'drift';
  }
}

const UNITS = { ms: 'millisecond', s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' } as const;

/** `20m` → `20-minute`; what has several parts stays as written. */
function adjective(duration: string): string {
  const [, amount, unit] = /^([\d.]+)(ms|[smhdw])$/.exec(duration) ?? [];
  return amount === undefined ? duration : `${amount}-${UNITS[unit as keyof typeof UNITS]}`;
}
