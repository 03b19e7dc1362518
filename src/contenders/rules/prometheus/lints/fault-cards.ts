import type { LintCard } from './lint.ts';

const card = (id: string, what: string, why: string, fix: string): LintCard => ({
  id,
  severity: 'error',
  what,
  why,
  fix,
});

const REFUSED_WHOLE = 'Prometheus refuses the whole file, and every rule in it with it.';

/** Faults of reading a rule file, as lints: by their codes. */
export const FAULT_CARDS: readonly LintCard[] = [
  card(
    'prometheus/expression',
    'an expression that is not PromQL, or of the wrong type',
    REFUSED_WHOLE,
    'put right what is marked',
  ),
  card(
    'prometheus/template',
    'a template that does not parse',
    REFUSED_WHOLE,
    'put right what stands between {{ and }}',
  ),
  card(
    'prometheus/rule',
    'a rule that is not one',
    REFUSED_WHOLE,
    'give it `expr` and one of `alert` and `record`; for, keep_firing_for and annotations are for alerts',
  ),
  card('prometheus/label', 'a label or annotation of an impossible name', REFUSED_WHOLE, 'rename it'),
  card('prometheus/duration', 'a duration that is not one', REFUSED_WHOLE, 'write it as 30s, 5m or 1h30m'),
  card(
    'prometheus/group',
    'a group without a name of its own',
    REFUSED_WHOLE,
    'give each group of a file a name of its own',
  ),
  card('document/unknown-key', 'a key that rule files do not have', REFUSED_WHOLE, 'see the hint for what was meant'),
  card('document/duplicate-key', 'a key given twice', REFUSED_WHOLE, 'take one out'),
  card('document/value', 'a value of the wrong type', REFUSED_WHOLE, 'give what is expected there'),
  card('document/key', 'a key that is no text', REFUSED_WHOLE, 'give a plain key'),
];

export const isLintableFault = (code: string): boolean => FAULT_CARDS.some(({ id }) => id === code);
