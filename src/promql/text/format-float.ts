function special(value: number): string | null {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  return Object.is(value, -0) ? '-0' : null;
}

/** The shortest decimal that reads back the same, never with an exponent (Go's format `f`, precision -1). */
export function formatFloat(value: number): string {
  const named = special(value);
  if (named !== null) return named;
  const shortest = String(value);
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(shortest);
  if (parts === null) return shortest;
  const [, sign, lead, rest = '', exponent] = parts as unknown as [string, string, string, string | undefined, string];
  const digits = lead + rest;
  const places = Number(exponent);
  return places < 0 ? `${sign}0.${'0'.repeat(-places - 1)}${digits}` : `${sign}${digits.padEnd(places + 1, '0')}`;
}
