import type { Place } from '../faults.ts';

/** Line and column, counting from 1, of an offset into a text. An offset past the end means the end. */
export function placeOfOffset(file: string, text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { file, line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}

/** Where JSON.parse gave up on a text it does not accept. V8 names the offset for some faults and not for others. */
export function placeOfJsonFault(file: string, text: string, error: SyntaxError): Place {
  const named = /at position (\d+)/.exec(error.message)?.[1];
  return placeOfOffset(file, text, named === undefined ? longestOpenPrefix(text) : Number(named));
}

/** Length of the longest prefix that ends too early rather than wrongly; every shorter one does so too. */
function longestOpenPrefix(text: string): number {
  let open = 0;
  let broken = text.length + 1;
  while (broken - open > 1) {
    const middle = (open + broken) >> 1;
    if (endsTooEarly(text.slice(0, middle))) open = middle;
    else broken = middle;
  }
  return open;
}

function endsTooEarly(prefix: string): boolean {
  try {
    JSON.parse(prefix);
    return true; // `12` of `12x`: whole by itself, and not yet wrong
  } catch (error) {
    const { message } = error as SyntaxError;
    const position = /at position (\d+)/.exec(message)?.[1];
    return /end of JSON input/.test(message) || (position !== undefined && Number(position) >= prefix.length);
  }
}
