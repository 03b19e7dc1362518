import { basename } from 'node:path';
import { z } from 'zod';
import type { PositionedDocument } from '../positioned-document.ts';
import { validateDocument } from '../validate-document.ts';
import { STATISTIC_LABEL } from './metric-labels.ts';
import type { SeriesSet } from './metric-series.ts';

const STATISTICS = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;

/** An answer of `aws cloudwatch get-metric-statistics`. */
const schema = z.strictObject({
  Label: z.string().min(1),
  Datapoints: z.array(
    z.strictObject({
      Timestamp: z.union([z.string(), z.number()]),
      SampleCount: z.number().optional(),
      Average: z.number().optional(),
      Sum: z.number().optional(),
      Minimum: z.number().optional(),
      Maximum: z.number().optional(),
      Unit: z.string().optional(),
      ExtendedStatistics: z.record(z.string(), z.number()).optional(),
    }),
  ),
  ResponseMetadata: z.unknown().optional(),
});

/**
 * Answers of get-metric-statistics, in no order, into a series for each statistic. The label is only the metric's name:
 * metrics of one name and different dimensions are told apart by the file they came in, where that is wanted.
 */
export function readMetricStatistics(document: PositionedDocument, into: SeriesSet, byFile: boolean): void {
  const { Label, Datapoints } = validateDocument(schema, document);
  const file = basename(document.file).replace(/\.json$/i, '');
  Datapoints.forEach((point, i) => {
    const extended = Object.entries(point.ExtendedStatistics ?? {});
    const told: [string, number | undefined][] = [
      ...STATISTICS.map((name): [string, number | undefined] => [name, point[name]]),
      ...extended,
    ];
    for (const [stat, value] of told) {
      if (value === undefined) continue;
      const labels = { __name__: Label, ...(byFile && { file }), [STATISTIC_LABEL]: stat };
      const key = `${Label} ${stat}${byFile ? ` of ${file}` : ''}`;
      const nested = (STATISTICS as readonly string[]).includes(stat) ? [stat] : ['ExtendedStatistics', stat];
      into.add(key, () => ({ labels }), {
        time: point.Timestamp,
        value,
        unit: isCount(stat) ? 'Count' : (point.Unit ?? null),
        document,
        path: (part) => ['Datapoints', i, ...(part === 'time' ? ['Timestamp'] : nested)],
      });
    }
  });
}

/** A number of samples is one, whatever is sampled. */
const isCount = (stat: string): boolean => stat === 'SampleCount';
