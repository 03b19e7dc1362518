import { parseDurationMs } from '../../../../duration.ts';
import type { Place } from '../../../../faults.ts';
import { formatDuration, MAX_DURATION_MS, parseDuration } from '../../../../promql/parse/parse-duration.ts';
import type { NumberLiteral } from '../../../../promql/syntax.ts';
import { readableDuration, readableNumber } from '../../../readable-value.ts';
import type { Scaled } from '../../factor-space.ts';
import type { ProgramRule } from '../evaluation/rule-program.ts';
import { lineStarts, type PositionedText } from '../reading/positioned-text.ts';
import { type AlertRule, isAlert, type RuleFiles } from '../rule-file.ts';
import { limitLiterals } from './limit-literals.ts';

/**
 * A figure of an alert that may be tuned, and where it is spelled. `limits`: how far is too far. `holds`: `for`.
 * `keeps`: `keep_firing_for`. Its kind is the group of the rule.
 */
export interface TunableFigure extends Scaled {
  readonly role: 'limits' | 'holds' | 'keeps';
  readonly file: string;
  /** In the text of the file: [from, to). */
  readonly from: number;
  readonly to: number;
  /** How it is spelled under a factor; as it was written under 1. */
  spelledAt(factor: number): string;
}

/**
 * Every figure of these rules that may be tuned and can be: a hold of 0s stays what it is under any factor. What an anchor
 * shares is one figure and moves for all that share it. A figure spelled in escapes is left alone.
 */
export function tunableFigures(rules: readonly ProgramRule[], sources: RuleFiles['sources']): TunableFigure[] {
  const nameOf = rulesByName(rules);
  const texts = new Map(sources.map(({ file, text }) => [file, { text, lines: lineStarts(text) }]));
  const found = new Map<string, TunableFigure>();
  for (const each of rules) {
    if (!isAlert(each.rule)) continue;
    for (const { role, source, from, written, spelledAt } of spellings(each.rule)) {
      const place = source.placeAt(from);
      const within = texts.get(place.file ?? '');
      if (within === undefined || place.file === undefined) continue;
      const start = offsetOf(place, within.lines);
      const key = `${start} ${place.file}`;
      if (found.has(key) || !within.text.startsWith(written, start)) continue;
      const to = start + written.length;
      const naming = { role, kind: each.group.name, rule: nameOf(each) };
      found.set(key, { ...naming, file: place.file, from: start, to, spelledAt });
    }
  }
  return [...found.values()];
}

interface Spelling {
  readonly role: TunableFigure['role'];
  readonly source: PositionedText;
  readonly from: number;
  readonly written: string;
  spelledAt(factor: number): string;
}

function spellings({ query, holdMs, keepFiringMs, written }: AlertRule): Spelling[] {
  const literals = query.parsed.kind === 'evaluable' ? limitLiterals(query.parsed.expression) : [];
  return [
    ...literals.map((literal): Spelling => {
      const text = query.source.text.slice(literal.span.from, literal.span.to);
      const spelledAt = (factor: number) => scaledLiteral(literal, text, factor);
      return { role: 'limits', source: query.source, from: literal.span.from, written: text, spelledAt };
    }),
    ...durationSpelling('holds', written.hold, holdMs),
    ...durationSpelling('keeps', written.keepFiring, keepFiringMs),
  ];
}

/** How a number of an expression is spelled under a factor: `7.5e9` and `10m` in the way they were. */
export function scaledLiteral({ value }: NumberLiteral, written: string, factor: number): string {
  const scaled = readableNumber(value * factor);
  if (factor === 1 || !Number.isFinite(scaled) || scaled === 0) return written;
  if (/^\d.*[a-z]$/i.test(written) && parseDuration(written).kind === 'duration') {
    return scaledDuration(value * 1000, written, factor);
  }
  return /^[-+]?[\d.]+e/i.test(written) ? scaled.toExponential().replace('e+', 'e') : String(scaled);
}

function scaledDuration(durationMs: number, written: string, factor: number): string {
  const scaledMs = parseDurationMs(readableDuration(durationMs * factor));
  return factor === 1 || scaledMs >= MAX_DURATION_MS ? written : formatDuration(scaledMs);
}

function durationSpelling(role: Spelling['role'], source: PositionedText | null, durationMs: number): Spelling[] {
  if (source === null || durationMs === 0) return [];
  const spelledAt = (factor: number) => scaledDuration(durationMs, source.text, factor);
  return [{ role, source, from: 0, written: source.text, spelledAt }];
}

/** What a rule is called: its name, with its place where several have that name. */
function rulesByName(rules: readonly ProgramRule[]): (rule: ProgramRule) => string {
  const counts = new Map<string, number>();
  for (const { rule } of rules) counts.set(rule.name, (counts.get(rule.name) ?? 0) + 1);
  return ({ rule: { name, place } }) => (counts.get(name) === 1 ? name : `${name} (${place.file}:${place.line})`);
}

const offsetOf = ({ line = 1, column = 1 }: Place, lines: readonly number[]): number =>
  (lines[line - 1] ?? 0) + column - 1;
