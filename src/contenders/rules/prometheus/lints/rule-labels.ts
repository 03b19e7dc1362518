import type { PrometheusRule } from '../rule-file.ts';

/** The labels a rule puts on, as written, in order of name. */
export function fixedLabels(rule: PrometheusRule): readonly (readonly [name: string, value: string])[] {
  const labels =
    rule.kind === 'recording'
      ? rule.labels.map(({ name, value }) => [name, value] as const)
      : rule.labels.map(({ name, source }) => [name, source.text] as const);
  return labels.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
