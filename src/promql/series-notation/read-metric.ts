import { type Labels, labelsOf, METRIC_NAME } from '../labels.ts';
import { type Cursor, NotationError, skipBlanks, take, takeText, whatIsHere } from './cursor.ts';
import { readQuoted } from './read-quoted.ts';

const METRIC = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /[a-zA-Z_][a-zA-Z0-9_]*/y;

/** `name`, `name{a="b"}`, `{__name__="name", a="b"}`, `{"a name", "a label"="b"}`, `{}`. */
export function readMetric(cursor: Cursor): Labels {
  const start = cursor.at;
  const pairs: [string, string][] = [];
  const name = take(cursor, METRIC);
  if (name !== null) pairs.push([METRIC_NAME, name]);
  const afterName = cursor.at;
  skipBlanks(cursor);
  // Two braces open a native histogram, which is the first value of a metric without labels.
  const isValue = name !== null && cursor.text.startsWith('{{', cursor.at);
  if (isValue) cursor.at = afterName;
  else if (takeText(cursor, '{')) readPairs(cursor, pairs);
  else if (name === null) throw new NotationError(`expected a metric, got ${whatIsHere(cursor)}`, start);
  const names = pairs.map(([label]) => label);
  const twice = names.find((label, i) => names.indexOf(label) !== i);
  if (twice !== undefined) throw new NotationError(`the label ${JSON.stringify(twice)} stands here twice`, start);
  return labelsOf(pairs);
}

function readPairs(cursor: Cursor, pairs: [string, string][]): void {
  for (;;) {
    skipBlanks(cursor);
    if (takeText(cursor, '}')) return;
    pairs.push(readPair(cursor));
    skipBlanks(cursor);
    if (takeText(cursor, '}')) return;
    if (!takeText(cursor, ',')) {
      throw new NotationError(`expected "," or "}" between labels, got ${whatIsHere(cursor)}`, cursor.at);
    }
  }
}

function readPair(cursor: Cursor): [string, string] {
  const start = cursor.at;
  const isQuoted = /["'`]/.test(cursor.text[cursor.at] ?? '');
  const name = isQuoted ? readQuoted(cursor) : take(cursor, LABEL);
  if (name === null) throw new NotationError(`expected a label, got ${whatIsHere(cursor)}`, start);
  skipBlanks(cursor);
  if (takeText(cursor, '=')) {
    skipBlanks(cursor);
    return [name, readQuoted(cursor)];
  }
  if (isQuoted) return [METRIC_NAME, name];
  throw new NotationError(`expected = after the label ${name}, got ${whatIsHere(cursor)}`, cursor.at);
}
