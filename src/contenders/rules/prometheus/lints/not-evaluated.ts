import type { LintCard } from './lint.ts';

/** Made of the refusals of reading: right for Prometheus, and outside what this engine evaluates. */
export const NOT_EVALUATED: LintCard = {
  id: 'not-evaluated',
  severity: 'note',
  what: 'something that Prometheus accepts and watchbench does not evaluate',
  why: 'The rule may be right. It cannot be replayed or compared here, and this says so rather than guess.',
  fix: 'nothing, if the rule is only to run in Prometheus',
};
