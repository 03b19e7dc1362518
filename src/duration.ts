import { InputError } from './faults.ts';

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const SHAPE = /^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/;

/**
 * `90s`, `20m`, `1h30m`, `7d` → milliseconds. Durations are always written in time, never in rows, so that one file
 * works at any sampling step.
 * @throws InputError `duration/shape`
 */
export function parseDurationMs(text: string): number {
  if (text === '0') return 0;
  if (!SHAPE.test(text)) {
    throw InputError.of(
      'duration/shape',
      `expected a duration such as 30s, 20m, 8h or 1d12h, got ${JSON.stringify(text)}`,
    );
  }
  let totalMs = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)) {
    totalMs += Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
  }
  return totalMs;
}

/** 5_400_000 → `1h30m`. The inverse of parseDurationMs for whole milliseconds. */
export function formatDuration(durationMs: number): string {
  if (durationMs === 0) return '0s';
  let rest = Math.abs(durationMs);
  let text = durationMs < 0 ? '-' : '';
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const amount = Math.floor(rest / UNIT_MS[unit]);
    if (amount > 0) text += `${amount}${unit}`;
    rest -= amount * UNIT_MS[unit];
  }
  return rest > 0 ? `${text}${Number(rest.toFixed(3))}ms` : text;
}
