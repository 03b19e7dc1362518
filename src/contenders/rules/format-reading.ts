/** 812.34567, `ms` → `812.3 ms`; four significant digits, whole numbers in full. The unit `1` is not written. */
export function formatReading(value: number, unit: string): string {
  const number =
    Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : String(Number(value.toPrecision(4)));
  return unit === '1' || unit === '' ? number : `${number} ${unit}`;
}
