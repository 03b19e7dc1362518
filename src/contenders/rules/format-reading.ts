import { recordable } from './severity.ts';

/** 812.34567, `ms` → `812.3 ms`; four significant digits, whole numbers in full. The unit `1` is not written. */
export function formatReading(reading: number, unit: string): string {
  const value = recordable(reading);
  const short = value.toPrecision(4);
  const isWhole = Number.isInteger(value) && Math.abs(value) < 1e15;
  const trimmed = Number.isFinite(Number(short)) ? String(Number(short)) : short; // the largest double rounds up
  const number = isWhole ? String(value) : trimmed;
  return unit === '1' || unit === '' ? number : `${number} ${unit}`;
}
