/** Cells that say "no reading", in any letter case, as pandas, Prometheus exporters and databases write them. */
const NO_READING = new Set(['', 'nan', 'null', 'none', 'na', 'n/a']);
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const INFINITE = /^[+-]?inf(?:inity)?$/i;

export type Cell =
  /** NaN: no reading. */
  { readonly kind: 'reading'; readonly value: number } | { readonly kind: 'infinite' } | { readonly kind: 'text' };

/** One CSV cell; spaces around it do not count. A number too large for a double is infinite, not a reading. */
export function parseCell(text: string): Cell {
  const trimmed = text.trim();
  if (NUMBER.test(trimmed)) {
    const value = Number(trimmed);
    return Number.isFinite(value) ? { kind: 'reading', value } : { kind: 'infinite' };
  }
  if (NO_READING.has(trimmed.toLowerCase())) return { kind: 'reading', value: Number.NaN };
  return { kind: INFINITE.test(trimmed) ? 'infinite' : 'text' };
}

/** Offset of the nth cell (from 0) in the raw text of a record, quoted cells counted right. */
export function cellOffset(raw: string, cell: number, delimiter: string): number {
  let seen = 0;
  let quoted = false;
  for (let i = 0; i < raw.length; i++) {
    if (seen === cell) return i;
    if (raw[i] === '"') quoted = !quoted;
    else if (raw[i] === delimiter && !quoted) seen++;
  }
  return raw.trimEnd().length;
}
