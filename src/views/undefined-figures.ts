import { cardOf, readingOf, resultOf } from '../record/lookup.ts';
import type { RunRecord } from '../record/schema.ts';
import { list } from './format.ts';

/**
 * Why figures of these metrics have no value, one sentence per metric and reason:
 * `Event precision of null is n/a: no alert was raised`.
 */
export function undefinedFigures(record: RunRecord, metrics: readonly string[]): string[] {
  return metrics.flatMap((metric) => {
    const byReason = new Map<string, string[]>();
    for (const { name } of record.plan.contenders) {
      const result = resultOf(record, 'accuracy', name);
      if (result === undefined) continue;
      const value = readingOf(result.metrics, metric);
      if (value.kind === 'undefined') byReason.set(value.reason, [...(byReason.get(value.reason) ?? []), name]);
    }
    const title = cardOf(record, metric)?.title ?? metric;
    return [...byReason].map(([reason, names]) => `${title} of ${list(names)} is n/a: ${reason}`);
  });
}
