import type { Place } from '../../../faults.ts';

/**
 * Place of a letter inside a text value of a JSON document: `offset` counts in what the value means, the document spells
 * it with escapes. Where the value is not spelled as a JSON string, offset letters after its start.
 * @param start where the value stands, with its quote
 */
export function placeInText(source: string, start: Place, offset: number): Place {
  const { file, line, column } = start;
  if (line === undefined || column === undefined) return start;
  const begin = offsetOfLine(source, line) + column - 1;
  if (source[begin] !== '"') return { file, line, column: column + offset };
  let at = begin + 1;
  for (let letter = 0; letter < offset && at < source.length; letter++) {
    if (source[at] === '\\') at += source[at + 1] === 'u' ? 'uXXXX'.length : 1;
    at++;
  }
  return { file, line, column: column + at - begin }; // a JSON string never spans lines
}

function offsetOfLine(source: string, line: number): number {
  let offset = 0;
  for (let passed = 1; passed < line; passed++) {
    const end = source.indexOf('\n', offset);
    if (end === -1) return offset;
    offset = end + 1;
  }
  return offset;
}
