import { readEscape, unquote } from '../parse/string-literal.ts';
import { type Cursor, NotationError } from './cursor.ts';

/** A string in double quotes, single quotes or back quotes (nothing is escaped in the last), escapes as in PromQL. */
export function readQuoted(cursor: Cursor): string {
  const start = cursor.at;
  const quote = cursor.text[cursor.at];
  if (quote !== '"' && quote !== "'" && quote !== '`') throw new NotationError('expected a quoted string', start);
  cursor.at++;
  while (cursor.at < cursor.text.length) {
    const char = cursor.text[cursor.at]!;
    if (char === quote) {
      cursor.at++;
      return unquote(cursor.text.slice(start, cursor.at));
    }
    if (char === '\\' && quote !== '`') skipEscape(cursor, quote);
    else cursor.at++;
  }
  throw new NotationError(`the string that starts with ${quote} has no end`, start);
}

function skipEscape(cursor: Cursor, quote: string): void {
  const { to, value } = readEscape(cursor.text, cursor.at, quote);
  if (value.kind === 'invalid') throw new NotationError(value.message, cursor.at);
  cursor.at = to;
}
