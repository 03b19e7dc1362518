import type { Place } from '../../../../faults.ts';
import type { Span } from '../../../../promql/syntax.ts';
import type { PositionedText } from '../reading/positioned-text.ts';
import type { LintWorld } from './lint-world.ts';
import type { EvaluableRule, LintedRule } from './linted-rule.ts';

/** `error`: it cannot do what it says. `warning`: it will do something else on some day. `note`: worth knowing. */
export type Severity = 'error' | 'warning' | 'note';

/** What a lint is for, as its users read it. */
export interface LintCard {
  /** Kebab-case, stable across releases: comments in rule files name it. */
  readonly id: string;
  readonly severity: Severity;
  /** What it reports, in one line. */
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** A stretch of a file, the end not in it. */
export interface Stretch {
  readonly start: Place;
  readonly end: Place;
}

/** One thing that a lint found. */
export interface Remark {
  readonly at: Stretch;
  readonly message: string;
  /** Where it is worse or less bad here than the lint's own. */
  readonly severity?: Severity;
  /** Where something more exact can be said than on the card. */
  readonly fix?: string;
}

/** Looks at one rule at a time. */
export interface RuleLint extends LintCard {
  readonly kind: 'rule';
  find(rule: EvaluableRule, world: LintWorld): readonly Remark[];
}

/** Looks at all rules of all files together. */
export interface FilesLint extends LintCard {
  readonly kind: 'files';
  find(rules: readonly LintedRule[], world: LintWorld): readonly (Remark & { readonly of: LintedRule })[];
}

export type Lint = RuleLint | FilesLint;

export const stretchOf = (source: PositionedText, { from, to }: Span): Stretch => ({
  start: source.placeAt(from),
  // The end of a block scalar's line belongs to the next line: measured from the last character.
  end: to > from ? after(source.placeAt(to - 1)) : source.placeAt(to),
});

const after = (place: Place): Place => ({ ...place, column: (place.column ?? 0) + 1 });

/** Of a part of the rule's expression. */
export const stretchIn = ({ rule }: LintedRule, { span }: { readonly span: Span }): Stretch =>
  stretchOf(rule.query.source, span);

/** Of the rule's name. */
export const stretchOfName = ({ rule }: LintedRule): Stretch => ({
  start: rule.place,
  end: { ...rule.place, column: (rule.place.column ?? 1) + rule.name.length },
});
