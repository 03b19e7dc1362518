import type { Fault, Place } from '../../../../faults.ts';
import { suggestionHint } from '../../../../telemetry/suggest.ts';
import type { RuleFiles } from '../rule-file.ts';
import { FAULT_CARDS } from './fault-cards.ts';
import type { Lint, LintCard, Remark, Severity } from './lint.ts';
import { type LintWorld, recordingsOf } from './lint-world.ts';
import type { EvaluableRule, LintedRule } from './linted-rule.ts';
import { LINTS } from './lints.ts';
import { NOT_EVALUATED } from './not-evaluated.ts';
import { switchesOf } from './switched-off.ts';

/** One remark with all that a view needs to show it. */
export interface Finding {
  /** Of a `LintCard`. */
  readonly lint: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix: string;
  readonly start: Place;
  /** The end not in it. */
  readonly end: Place;
  /** null: of the file and no rule. */
  readonly rule: { readonly group: string; readonly kind: 'alert' | 'recording'; readonly name: string } | null;
}

export interface LintOutcome {
  /** In order of the files, then of place. */
  readonly findings: readonly Finding[];
  /** What comments in the rule files switched off. */
  readonly switchedOff: readonly Finding[];
}

const UNKNOWN_LINT: LintCard = {
  id: 'unknown-lint',
  severity: 'warning',
  what: 'a comment that switches off a lint that does not exist',
  why: 'It switches nothing off.',
  fix: 'name one of the lints, or `all`',
};

/** Every card a finding may name. */
export const LINT_CARDS: readonly LintCard[] = [...LINTS, NOT_EVALUATED, UNKNOWN_LINT, ...FAULT_CARDS];

/** @param faults what reading the files found wrong: told as findings too */
export function lintRules(
  files: RuleFiles,
  faults: readonly Fault[],
  world: Omit<LintWorld, 'recordings'>,
  lints: readonly Lint[] = LINTS,
): LintOutcome {
  const rules = files.groups.flatMap((group) =>
    group.rules.map((rule): LintedRule => {
      const { parsed } = rule.query;
      return { group, rule, expression: parsed.kind === 'evaluable' ? parsed.expression : null };
    }),
  );
  const switches = switchesOf(files.sources, rules);
  const findings: Finding[] = [...faults.map(ofFault), ...refusalsOf(files)];
  const switchedOff: Finding[] = [];
  const take = (lint: LintCard, of: LintedRule, remark: Remark) =>
    (switches.isOff(lint.id, of) ? switchedOff : findings).push(findingOf(lint, of, remark));

  const everything: LintWorld = { ...world, recordings: recordingsOf(rules) };
  for (const lint of lints) {
    if (lint.kind === 'files') for (const remark of lint.find(rules, everything)) take(lint, remark.of, remark);
    else
      for (const of of rules.filter(isEvaluable))
        for (const remark of lint.find(of, everything)) take(lint, of, remark);
  }
  const known = ['all', ...LINT_CARDS.map(({ id }) => id)];
  for (const { lint, file, line, column } of switches.named) {
    if (known.includes(lint)) continue;
    const message = `there is no lint ${JSON.stringify(lint)}`;
    const start = { file, line, column };
    const fix = suggestionHint(lint, known) ?? UNKNOWN_LINT.fix;
    const end = { ...start, column: column + lint.length };
    findings.push({ lint: UNKNOWN_LINT.id, severity: UNKNOWN_LINT.severity, message, fix, start, end, rule: null });
  }
  const order = new Map(files.sources.map(({ file }, i) => [file, i]));
  return { findings: sorted(findings, order), switchedOff: sorted(switchedOff, order) };
}

const isEvaluable = (each: LintedRule): each is EvaluableRule => each.expression !== null;

function findingOf(lint: LintCard, { group, rule }: LintedRule, { at, message, severity, fix }: Remark): Finding {
  return {
    lint: lint.id,
    severity: severity ?? lint.severity,
    message,
    fix: fix ?? lint.fix,
    ...at,
    rule: { group: group.name, kind: rule.kind, name: rule.name },
  };
}

function ofFault({ code, message, place, hint }: Fault): Finding {
  const start = place ?? { file: '' };
  const end = { ...start, column: (start.column ?? 0) + 1 };
  const fix = hint ?? FAULT_CARDS.find(({ id }) => id === code)?.fix ?? '';
  return { lint: code, severity: 'error', message, fix, start, end, rule: null };
}

function refusalsOf({ refusals, groups }: RuleFiles): Finding[] {
  const kinds = new Map(groups.flatMap(({ name, rules }) => rules.map((rule) => [`${name} ${rule.name}`, rule.kind])));
  const { id, severity, fix } = NOT_EVALUATED;
  return refusals.map(({ group, rule, what, message, place }) => ({
    lint: id,
    severity,
    message,
    fix,
    start: place,
    end: { ...place, column: (place.column ?? 0) + Math.max(1, what.length) },
    rule: { group, kind: kinds.get(`${group} ${rule}`) ?? 'alert', name: rule },
  }));
}

function sorted(findings: readonly Finding[], order: ReadonlyMap<string, number>): Finding[] {
  const key = ({ start: { file, line = 0, column = 0 } }: Finding) => [order.get(file) ?? 0, line, column] as const;
  return [...findings].sort((a, b) => {
    const [one, other] = [key(a), key(b)];
    return one[0] - other[0] || one[1] - other[1] || one[2] - other[2] || (a.lint < b.lint ? -1 : 1);
  });
}
