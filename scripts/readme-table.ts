import { formatDuration } from '../src/duration.ts';
import { cardOf, readingOf, resultOf } from '../src/record/lookup.ts';
import type { MetricReading, RunRecord } from '../src/record/schema.ts';
import { verdictOf } from '../src/verdict/verdict.ts';
import { metricText } from '../src/views/format.ts';
import { mdTable } from '../src/views/markdown/table.ts';
import { matrixOf } from '../src/views/matrix.ts';
import { verdictText } from '../src/views/verdict-sentence.ts';

/** The README's part about one committed record: the verdict, then a row per contender. Figures only from the record. */
export function readmeTable(record: RunRecord, summary: string, beside: readonly string[]): string {
  const { plan } = record;
  const { primaryMetric } = plan.accuracy;
  const others = beside.filter((id) => id !== primaryMetric);
  const title = (id: string) => cardOf(record, id)?.title ?? id;
  const heads = [
    '',
    title(primaryMetric),
    'the same as written',
    ...others.map(title),
    'Behaviour',
    'Determinism',
    'One decision',
  ];
  const rows = matrixOf(record).map(({ contender, cells }) => {
    const accuracy = resultOf(record, 'accuracy', contender.name);
    const text = (id: string, readings: readonly MetricReading[] | undefined) => {
      const card = cardOf(record, id);
      return readings === undefined || card === undefined ? '' : metricText(readingOf(readings, id), card);
    };
    const figures = [
      text(primaryMetric, accuracy?.metrics),
      text(primaryMetric, accuracy?.asWritten?.metrics),
      ...others.map((id) => text(id, accuracy?.metrics)),
    ];
    const row = [contender.name, ...figures, cells.behaviour.text, cells.determinism.text, cells.latency.text];
    return row.map((cell) => cell.replaceAll('|', '\\|'));
  });
  return [
    `**${verdictText(record, verdictOf(record)).headline}** ([everything](${summary}))`,
    '',
    mdTable(heads, rows, 1),
    '',
    `Threshold held out, 95 % intervals, cool-down ${formatDuration(plan.policy.cooldownMs)} for everybody. As written: at the threshold its author`,
    'meant (of rules: an alert fires), where there is one. In brackets behind "held" and "same": at most this share can be',
    'otherwise, at 95 %.',
  ].join('\n');
}
