import { parseDuration } from '../../../../promql/parse/parse-duration.ts';
import { textPattern } from '../../../../promql/text/text-pattern.ts';
import { compareValues, equalValues } from './compare.ts';
import { stripDomain, stripPort } from './host.ts';
import { humanize, humanize1024, humanizeDuration, humanizePercentage, humanizeTimestamp } from './humanize.ts';
import { printAll, printValue } from './print-value.ts';
import { printf } from './printf.ts';
import { checkLength } from './text-limit.ts';
import { isTrue, type Struct, sampleValue, TemplateError, typeName, type Value, type ValueList } from './values.ts';

/** What a running template may ask of the world around it. */
export interface TemplateContext {
  /** Time of the evaluation. */
  readonly nowMs: number;
  readonly externalUrl: string;
  /** An instant query at that time. @throws Error when it fails */
  query(text: string): readonly { readonly pairs: Iterable<readonly [string, string]>; readonly value: number }[];
}

export type TemplateFunction = (args: readonly Value[], context: TemplateContext) => Value;

/** By name, with the fewest and the most arguments. `and` and `or` are here for their names: they stop early. */
const FUNCTIONS: Readonly<Record<string, readonly [fewest: number, most: number, apply: TemplateFunction]>> = {
  and: [1, Infinity, (args) => args.find((value) => !isTrue(value)) ?? args.at(-1)!],
  or: [1, Infinity, (args) => args.find(isTrue) ?? args.at(-1)!],
  not: [1, 1, ([value]) => !isTrue(value!)],
  eq: [2, Infinity, ([first, ...others]) => others.some((other) => equalValues(first!, other))],
  ne: [2, 2, ([a, b]) => !equalValues(a!, b!)],
  lt: [2, 2, ([a, b]) => compareValues(a!, b!) < 0],
  le: [2, 2, ([a, b]) => compareValues(a!, b!) <= 0],
  gt: [2, 2, ([a, b]) => compareValues(a!, b!) > 0],
  ge: [2, 2, ([a, b]) => compareValues(a!, b!) >= 0],
  len: [1, 1, ([value]) => BigInt(lengthOf(value!))],
  index: [1, Infinity, ([value, ...keys]) => keys.reduce<Value>(elementOf, value!)],
  print: [0, Infinity, printAll],
  println: [0, Infinity, (args) => `${args.map(printValue).join(' ')}\n`],
  printf: [1, Infinity, ([format, ...args]) => printf(text(format), args)],
  html: [0, Infinity, (args) => printAll(args).replaceAll(/[&<>"'\0]/g, (char) => HTML[char]!)],
  urlquery: [0, Infinity, (args) => queryEscaped(printAll(args))],
  query: [1, 1, ([query], context) => queryResult(text(query), context)],
  first: [1, 1, ([list]) => firstOf(list)],
  label: [2, 2, ([name, sample]) => labelOf(sample, text(name))],
  value: [1, 1, ([sample]) => structOf(sample).fields.Value!],
  strvalue: [1, 1, ([sample]) => labelOf(sample, '__value__')],
  sortByLabel: [2, 2, ([name, list]) => sortedByLabel(list, text(name))],
  args: [
    0,
    Infinity,
    (args) => ({ kind: 'map', entries: new Map(args.map((arg, i) => [`arg${i}`, arg])), missing: null }),
  ],
  reReplaceAll: [3, 3, ([pattern, by, from]) => replacedAll(text(pattern), text(by), text(from))],
  match: [2, 2, ([pattern, from]) => regex(pattern).occursIn(text(from))],
  safeHtml: [1, 1, ([value]) => text(value)],
  title: [1, 1, ([value]) => titled(text(value))],
  toUpper: [1, 1, ([value]) => text(value).toUpperCase()],
  toLower: [1, 1, ([value]) => text(value).toLowerCase()],
  stripPort: [1, 1, ([value]) => stripPort(text(value))],
  stripDomain: [1, 1, ([value]) => stripDomain(text(value))],
  humanize: [1, 1, ([value]) => humanize(float(value))],
  humanize1024: [1, 1, ([value]) => humanize1024(float(value))],
  humanizeDuration: [1, 1, ([value]) => humanizeDuration(float(value))],
  humanizePercentage: [1, 1, ([value]) => humanizePercentage(float(value))],
  humanizeTimestamp: [
    1,
    1,
    ([value]) =>
      humanizeTimestamp(float(value)) ??
      fail(`${float(value)} cannot be represented as a nanoseconds timestamp since it overflows int64`),
  ],
  parseDuration: [1, 1, ([value]) => seconds(text(value))],
  now: [0, 0, (_, { nowMs }) => nowMs / 1000],
  pathPrefix: [0, 0, (_, { externalUrl }) => pathOf(externalUrl)],
  externalURL: [0, 0, (_, { externalUrl }) => externalUrl],
};

export const TEMPLATE_FUNCTIONS = new Map(Object.entries(FUNCTIONS));

/** What Prometheus has beyond that: known, and refused by name. */
export const KNOWN_FUNCTIONS: readonly string[] = [
  'call',
  'js',
  'slice',
  'graphLink',
  'tableLink',
  'tmpl',
  'toTime',
  'toDuration',
  'urlQueryEscape',
];

/** @throws TemplateError for a wrong number of arguments, a wrong type, and what the function itself refuses */
export function callFunction(name: string, args: readonly Value[], context: TemplateContext): Value {
  const [fewest, most, apply] = TEMPLATE_FUNCTIONS.get(name)!; // the parser knows no others
  if (args.length < fewest || args.length > most) {
    const wanted = most === Infinity ? `at least ${fewest}` : String(fewest);
    throw new TemplateError(`wrong number of args for ${name}: want ${wanted} got ${args.length}`);
  }
  // A text made of itself doubles every time.
  checkLength(args.reduce<number>((length, arg) => length + (typeof arg === 'string' ? arg.length : 0), 0));
  const value = apply(args, context);
  if (typeof value === 'string') checkLength(value.length);
  return value;
}

function fail(message: string): never {
  throw new TemplateError(message);
}

function text(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  return fail(`wrong type for value; expected string; got ${typeName(value ?? null)}`);
}

function float(value: Value | undefined): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string') {
    const number = Number(value.replace(/^([+-]?)inf(inity)?$/i, '$1Infinity'));
    if (value.trim() === value && value !== '' && (!Number.isNaN(number) || /^nan$/i.test(value))) return number;
    return fail(`strconv.ParseFloat: parsing ${JSON.stringify(value)}: invalid syntax`);
  }
  return fail(`can't convert ${typeName(value ?? null)} to float`);
}

function structOf(value: Value | undefined): Struct {
  if (typeof value === 'object' && value !== null && value.kind === 'struct') return value;
  return fail(`expected an element of a query result; got ${typeName(value ?? null)}`);
}

function listOf(value: Value | undefined): ValueList {
  if (typeof value === 'object' && value !== null && value.kind === 'list') return value;
  return fail(`expected a query result; got ${typeName(value ?? null)}`);
}

function queryResult(query: string, context: TemplateContext): ValueList {
  try {
    return { kind: 'list', items: context.query(query).map(({ pairs, value }) => sampleValue(pairs, value)) };
  } catch (error) {
    return fail(`error calling query: ${error instanceof Error ? error.message : error}`);
  }
}

function firstOf(value: Value | undefined): Value {
  const [first] = listOf(value).items;
  return first ?? fail('error calling first: first() called on vector with no elements');
}

function labelOf(value: Value | undefined, name: string): string {
  const labels = structOf(value).fields.Labels;
  const label = typeof labels === 'object' && labels?.kind === 'map' ? labels.entries.get(name) : undefined;
  return typeof label === 'string' ? label : '';
}

function sortedByLabel(value: Value | undefined, name: string): ValueList {
  const keyed = listOf(value).items.map((item) => ({ item, key: labelOf(item, name) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { kind: 'list', items: keyed.map(({ item }) => item) };
}

function lengthOf(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value, 'utf8');
  if (typeof value === 'object' && value?.kind === 'map') return value.entries.size;
  if (typeof value === 'object' && value?.kind === 'list') return value.items.length;
  return fail(`len of type ${typeName(value)}`);
}

function elementOf(value: Value, key: Value): Value {
  if (typeof value === 'object' && value?.kind === 'map') return value.entries.get(text(key)) ?? value.missing;
  if (typeof value === 'object' && value?.kind === 'list' && typeof key === 'bigint') {
    return value.items[Number(key)] ?? fail(`index out of range: ${key}`);
  }
  return fail(`can't index item of type ${typeName(value)}`);
}

/** At most one replacement for each character and the end, in which each reference gives no more than what matched. */
function replacedAll(pattern: string, by: string, from: string): string {
  const references = by.split('$').length - 1;
  checkLength(from.length + by.length * (from.length + 1) + references * from.length);
  return regex(pattern).replaceAll(from, by);
}

function regex(pattern: Value | undefined) {
  const compiled = textPattern(text(pattern));
  return typeof compiled === 'string' ? fail(compiled) : compiled;
}

function seconds(duration: string): number {
  const parsed = parseDuration(duration);
  return parsed.kind === 'duration' ? parsed.ms / 1000 : fail(parsed.message);
}

/** Go's strings.Title: a letter that follows neither letter, digit nor underscore. */
const titled = (value: string): string =>
  value.replaceAll(/(?<![\p{L}\p{N}_])\p{L}/gu, (letter) => letter.toUpperCase());

const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
  '\0': '\ufffd',
};

const queryEscaped = (value: string): string =>
  encodeURIComponent(value)
    .replaceAll('%20', '+')
    .replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

function pathOf(url: string): string {
  return /^[a-z][a-z\d+.-]*:\/\/[^/]*(\/[^?#]*)?/i.exec(url)?.[1] ?? '';
}
