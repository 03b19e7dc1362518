import { formatGoFloat } from './go-float.ts';
import { TemplateError, type Value } from './values.ts';

/** As Go prints a value with `%v`; a map in order of its keys. */
export function printValue(value: Value): string {
  if (value === null) return '<no value>';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatGoFloat(value, 'g', -1);
  if (typeof value !== 'object') return String(value);
  if (value.kind === 'map') {
    const entries = [...value.entries].sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[${entries.map(([key, each]) => `${key}:${printValue(each)}`).join(' ')}]`;
  }
  // Prometheus prints addresses of memory here, different ones each time.
  throw new TemplateError(`a ${value.kind === 'list' ? 'query result' : value.type} cannot be printed whole`);
}

/** `print`: a space between two values unless one of them is text. */
export function printAll(values: readonly Value[]): string {
  return values
    .map((value, i) => {
      const isApart = i > 0 && typeof value !== 'string' && typeof values[i - 1] !== 'string';
      return (isApart ? ' ' : '') + printValue(value);
    })
    .join('');
}
