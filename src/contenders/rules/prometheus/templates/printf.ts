import { formatGoFloat } from './go-float.ts';
import { printValue } from './print-value.ts';
import { checkLength } from './text-limit.ts';
import { TemplateError, typeName, type Value } from './values.ts';

interface Directive {
  readonly flags: string;
  readonly width: number;
  /** −1: none given. */
  readonly precision: number;
  readonly verb: string;
}

const DIRECTIVE = /%([-+# 0]*)(\d*)(?:\.(\d*))?(.)?/gsu;
/** Wider or more exact than this is a mistake, and Go refuses it too (`%!(BADWIDTH)`). */
const WIDEST = 1_000_000;

/** Go's printf, for the verbs of text, numbers and truth values. What does not fit is said in Go's words: `%!d(string=x)`. */
export function printf(format: string, args: readonly Value[]): string {
  let next = 0;
  let padding = 0;
  const text = format.replace(
    DIRECTIVE,
    (all, flags: string, width: string, precision: string | undefined, verb?: string) => {
      if (verb === undefined) return '%!(NOVERB)';
      if (verb === '%') return '%';
      if (verb === '*' || verb === '[') throw new TemplateError(`${all} of printf is not evaluated`);
      const given = all.includes('.') ? Number(precision || 0) : -1;
      if (Number(width) > WIDEST || given > WIDEST) throw new TemplateError(`${all}: more than ${WIDEST} characters`);
      padding += Math.max(Number(width), given, 0);
      checkLength(padding);
      if (next >= args.length) return `%!${verb}(MISSING)`;
      return formatOne({ flags, width: Number(width), precision: given, verb }, args[next++]!);
    },
  );
  const extra = args.slice(next);
  if (extra.length === 0) return text;
  return `${text}%!(EXTRA ${extra.map((value) => `${typeName(value)}=${printValue(value)}`).join(', ')})`;
}

function formatOne(directive: Directive, value: Value): string {
  const { verb } = directive;
  const misfit = () => `%!${verb}(${value === null ? '<nil>' : `${typeName(value)}=${printValue(value)}`})`;
  if (verb === 'T') return padded(directive, typeName(value));
  if (typeof value === 'string') return textVerb(directive, value) ?? misfit();
  if (typeof value === 'number') return floatVerb(directive, value) ?? misfit();
  if (typeof value === 'bigint') return intVerb(directive, value) ?? misfit();
  if (typeof value === 'boolean' && (verb === 't' || verb === 'v')) return padded(directive, String(value));
  if (value === null) return verb === 'v' ? padded(directive, '<nil>') : misfit();
  return verb === 'v' || verb === 's' ? padded(directive, printValue(value)) : misfit();
}

function textVerb(directive: Directive, value: string): string | null {
  const { verb, precision, flags } = directive;
  const cut = precision < 0 ? value : [...value].slice(0, precision).join('');
  const hex = () => Buffer.from(cut, 'utf8').toString('hex');
  if (verb === 's' || verb === 'v') return padded(directive, cut);
  if (verb === 'q') return padded(directive, flags.includes('#') && !cut.includes('`') ? `\`${cut}\`` : quoted(cut));
  if (verb === 'x') return padded(directive, hex());
  return verb === 'X' ? padded(directive, hex().toUpperCase()) : null;
}

function floatVerb(directive: Directive, value: number): string | null {
  const verb = directive.verb === 'v' ? 'g' : directive.verb === 'F' ? 'f' : directive.verb;
  const lower = verb.toLowerCase();
  if (!'eEfgG'.includes(verb)) return null;
  const fallback = lower === 'g' ? -1 : 6;
  const text = formatGoFloat(value, lower as 'e' | 'f' | 'g', directive.precision < 0 ? fallback : directive.precision);
  const plain = Number.isFinite(value) ? text : text.replace(/^\+/, '');
  return padded(directive, signed(directive, verb === lower ? plain : plain.toUpperCase()), Number.isFinite(value));
}

const BASES: Readonly<Record<string, number>> = { d: 10, v: 10, b: 2, o: 8, x: 16, X: 16 };

function intVerb(directive: Directive, value: bigint): string | null {
  const { verb, precision } = directive;
  if (verb === 'c') return padded(directive, String.fromCodePoint(Number(value)));
  const base = BASES[verb];
  if (base === undefined) return null;
  const digits = (value < 0n ? -value : value).toString(base).padStart(Math.max(0, precision), '0');
  const text = `${value < 0n ? '-' : ''}${verb === 'X' ? digits.toUpperCase() : digits}`;
  return padded(directive, signed(directive, text), precision < 0);
}

function signed({ flags }: Directive, text: string): string {
  if (text.startsWith('-')) return text;
  return flags.includes('+') ? `+${text}` : flags.includes(' ') ? ` ${text}` : text;
}

function padded({ flags, width }: Directive, text: string, isNumber = false): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (!flags.includes('0') || !isNumber) return ' '.repeat(missing) + text;
  const sign = /^[-+ ]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
