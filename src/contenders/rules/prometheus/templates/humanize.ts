import { formatGoFloat } from './go-float.ts';

/** `%.4g`. */
export const fourDigits = (value: number): string => formatGoFloat(value, 'g', 4);

const UP = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
const DOWN = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y'];
const BINARY = ['ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi'];

/** 1234567 → `1.235M`, 0.00012 → `120u`. */
export function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return fourDigits(value);
  return Math.abs(value) >= 1 ? scaledDown(value, 1000, UP) : scaledUp(value);
}

/** 1048576 → `1Mi`. */
export function humanize1024(value: number): string {
  return !(Math.abs(value) > 1) || !Number.isFinite(value) ? fourDigits(value) : scaledDown(value, 1024, BINARY);
}

/** 0.1234 → `12.34%`. */
export const humanizePercentage = (ratio: number): string => `${fourDigits(ratio * 100)}%`;

/** Seconds: 3661 → `1h 1m 1s`, 0.25 → `250ms`. */
export function humanizeDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return fourDigits(seconds);
  if (seconds === 0) return '0s';
  if (Math.abs(seconds) < 1) return `${scaledUp(seconds)}s`;
  const sign = seconds < 0 ? '-' : '';
  const size = Math.abs(seconds);
  const whole = Math.trunc(size);
  const parts = [Math.trunc(whole / 86_400), Math.trunc(whole / 3600) % 24, Math.trunc(whole / 60) % 60, whole % 60];
  const first = parts.findIndex((part) => part !== 0);
  if (first === -1 || first === 3) return `${sign}${fourDigits(size)}s`;
  return (
    sign +
    parts
      .slice(first)
      .map((part, i) => `${part}${'dhms'[first + i]}`)
      .join(' ')
  );
}

/** Seconds since 1970 → `2024-01-01 00:00:00 +0000 UTC`, to the millisecond; null: beyond what Go can say. */
export function humanizeTimestamp(seconds: number): string | null {
  if (!Number.isFinite(seconds)) return fourDigits(seconds);
  if (Math.abs(seconds * 1e9) > 2 ** 63) return null;
  const text = new Date(Math.trunc(Math.trunc(seconds * 1e9) / 1e6)).toISOString();
  const [day = '', time = ''] = text.replace('Z', '').split('T');
  return `${day} ${time.replace(/\.(?:000|(\d*?)0*)$/, (_, kept?: string) => (kept ? `.${kept}` : ''))} +0000 UTC`;
}

function scaledDown(value: number, step: number, prefixes: readonly string[]): string {
  let rest = value;
  let prefix = '';
  for (const next of prefixes) {
    if (Math.abs(rest) < step) break;
    prefix = next;
    rest /= step;
  }
  return fourDigits(rest) + prefix;
}

function scaledUp(value: number): string {
  let rest = value;
  let prefix = '';
  for (const next of DOWN) {
    if (Math.abs(rest) >= 1) break;
    prefix = next;
    rest *= 1000;
  }
  return fourDigits(rest) + prefix;
}
