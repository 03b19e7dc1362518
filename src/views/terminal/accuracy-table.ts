import { cardOf, readingOf, resultOf } from '../../record/lookup.ts';
import type { MetricCard, RunRecord } from '../../record/schema.ts';
import { metricShort, metricText } from '../format.ts';
import type { MatrixRow } from '../matrix.ts';
import { primaryCard } from '../verdict-sentence.ts';
import { visible } from '../visible.ts';
import type { Paint } from './paint.ts';
import { nameWidth, plainTable } from './plain-table.ts';

const EXTRA_WIDTH = 12;

/** The primary metric, then as many others as have room, in the order of the plan. */
export function shownMetrics(record: RunRecord, width: number): [MetricCard, ...MetricCard[]] {
  const primary = primaryCard(record);
  const extras = record.plan.accuracy.metrics
    .filter((id) => id !== primary.id)
    .flatMap((id) => cardOf(record, id) ?? [])
    .slice(0, width < 100 ? 3 : 5);
  return [primary, ...extras];
}

export function accuracyTable(record: RunRecord, rows: readonly MatrixRow[], width: number, paint: Paint): string {
  const [primary, ...extras] = shownMetrics(record, width);
  const names = nameWidth(rows.map(({ contender }) => contender.name));
  const primaryWidth = width - names - extras.length * (EXTRA_WIDTH + 1) - 1;
  const table = plainTable([
    { head: '', width: names, align: 'left' },
    { head: visible(primary.title), width: primaryWidth, align: 'left' },
    ...extras.map(({ title }) => ({ head: visible(title), width: EXTRA_WIDTH, align: 'right' as const })),
  ]);
  for (const { contender, cells } of rows) {
    const result = resultOf(record, 'accuracy', contender.name);
    const text =
      result === undefined ? cells.accuracy.text : metricText(readingOf(result.metrics, primary.id), primary);
    const figures = extras.map((card) =>
      result === undefined ? '' : metricShort(readingOf(result.metrics, card.id), card),
    );
    table.push([visible(contender.name), paint[cells.accuracy.tone](visible(text)), ...figures]);
  }
  return table.toString();
}
