import { parsePromql } from '../../../../promql/parse/parse.ts';
import type { ParseOutcome } from '../../../../promql/parse/parse-outcome.ts';
import type { RuleQuery, RuleRefusal } from '../rule-file.ts';
import type { PositionedText } from './positioned-text.ts';
import type { YamlReader } from './yaml-reader.ts';

/** An expression of a rule; null where it is not PromQL. */
export function readQuery(
  source: PositionedText,
  what: string,
  reader: YamlReader,
  refuse: (refusal: Omit<RuleRefusal, 'group' | 'rule'>) => void,
): RuleQuery | null {
  const outcome: ParseOutcome = parsePromql(source.text);
  switch (outcome.kind) {
    case 'parsed':
      return { source, parsed: { kind: 'evaluable', expression: outcome.expression, type: outcome.type } };
    case 'refused':
      for (const { construct, what: name, message, span } of outcome.refusals) {
        refuse({ construct, what: name, message, place: source.placeAt(span.from), stopsRule: true });
      }
      return { source, parsed: { kind: 'refused', refusals: outcome.refusals } };
    case 'invalid':
      for (const { message, span, hint } of outcome.faults) {
        const slice = sliceAt(source.text, span.from, span.to);
        const text = `${what}: could not parse expression: ${message}${slice}`;
        reader.fault(source.placeAt(span.from), 'prometheus/expression', text, hint);
      }
      return null;
  }
}

const LONGEST_SLICE = 40;

/** The offending piece of the expression, on one line. */
function sliceAt(text: string, from: number, to: number): string {
  const slice = text
    .slice(from, Math.min(to, from + LONGEST_SLICE))
    .replaceAll(/\s+/g, ' ')
    .trim();
  return slice === '' ? '' : `: \`${slice}\``;
}
