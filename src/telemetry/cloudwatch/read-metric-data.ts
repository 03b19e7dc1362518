import { z } from 'zod';
import type { Fault } from '../../faults.ts';
import { faultAt, type PositionedDocument, readDocument } from '../positioned-document.ts';
import type { Channel } from '../recording.ts';
import { validateDocument } from '../validate-document.ts';
import { metricDataQuerySchema } from './metric-data-query.ts';
import { labelOfDimension, NAMESPACE_LABEL, STATISTIC_LABEL } from './metric-labels.ts';
import type { SeriesSet } from './metric-series.ts';

const STATUSES = ['Complete', 'PartialData', 'InternalError', 'Forbidden'] as const;
type Status = (typeof STATUSES)[number];

/** A page of `aws cloudwatch get-metric-data`. */
const schema = z.strictObject({
  MetricDataResults: z.array(
    z.strictObject({
      Id: z.string().min(1),
      Label: z.string().optional(),
      Timestamps: z.array(z.union([z.string(), z.number()])),
      Values: z.array(z.number()),
      StatusCode: z.enum(STATUSES).default('Complete'),
      Messages: z.unknown().optional(),
    }),
  ),
  NextToken: z.string().nullish(),
  Messages: z.unknown().optional(),
  ResponseMetadata: z.unknown().optional(),
});

/** What the requests say of an id: which metric it is. */
export type QueryLabels = ReadonlyMap<string, Channel['labels']>;

const queriesSchema = z.union([
  z.looseObject({ MetricDataQueries: z.array(metricDataQuerySchema(z.int().positive())) }),
  z.array(metricDataQuerySchema(z.int().positive())),
]);

/**
 * The `MetricDataQueries` of a request, as a list or as the JSON of `--cli-input-json`.
 * @throws InputError those of `readDocument` and `validateDocument`
 */
export async function readQueryLabels(file: string): Promise<QueryLabels> {
  const parsed = validateDocument(queriesSchema, await readDocument(file));
  const queries = Array.isArray(parsed) ? parsed : parsed.MetricDataQueries;
  return new Map(
    queries.map(({ Id, Label, MetricStat: stat }) => {
      if (stat === undefined) return [Id, { __name__: Label ?? Id }];
      const { Namespace, MetricName, Dimensions } = stat.Metric;
      const labels = {
        __name__: MetricName,
        ...Object.fromEntries(Dimensions.map(({ Name, Value }) => [labelOfDimension(Name), Value])),
        ...(Namespace !== undefined && { [NAMESPACE_LABEL]: Namespace }),
        [STATISTIC_LABEL]: stat.Stat,
      };
      return [Id, labels];
    }),
  );
}

export interface MetricDataOptions {
  readonly queries: QueryLabels;
  /** What becomes of a series whose last page says it is not complete. */
  readonly partial: 'refuse' | 'flag';
}

/**
 * Pages of get-metric-data, newest reading first, into series by id and label. A page says `PartialData` of a series
 * that a later page goes on with; whether the last one does is what counts.
 * @returns the series that are not complete, where that is allowed
 */
export function readMetricData(
  pages: readonly PositionedDocument[],
  into: SeriesSet,
  { queries, partial }: MetricDataOptions,
  faults: Fault[],
): string[] {
  const read = pages.map((page) => ({ page, data: validateDocument(schema, page) }));
  const labels = labelsOf(read.flatMap(({ data }) => data.MetricDataResults));
  const last = new Map<
    string,
    { readonly status: Status; readonly page: PositionedDocument; readonly index: number }
  >();
  for (const { page, data } of read) {
    data.MetricDataResults.forEach(({ Id, Label, Timestamps, Values, StatusCode }, index) => {
      const key = keyOf(Id, Label);
      const at = ['MetricDataResults', index];
      last.set(key, { status: StatusCode, page, index });
      if (Timestamps.length !== Values.length) {
        const message = `${key}: ${Timestamps.length} Timestamps and ${Values.length} Values`;
        faults.push(faultAt(page, at, 'cloudwatch/pairs', message));
        return;
      }
      const made = () => ({ labels: queries.get(Id) ?? labels.get(key)! });
      Timestamps.forEach((time, i) => {
        const path = (part: 'time' | 'value') => [...at, part === 'time' ? 'Timestamps' : 'Values', i];
        into.add(key, made, { time, value: Values[i]!, unit: null, document: page, path });
      });
    });
  }
  const newest = read.at(-1);
  if (newest?.data.NextToken && partial === 'refuse') {
    const message = 'there are more pages than these: the last one has a NextToken';
    faults.push(
      faultAt(newest.page, ['NextToken'], 'cloudwatch/more-pages', message, 'pages go in the order they came'),
    );
  }
  return incomplete(last, partial, faults);
}

const keyOf = (id: string, label: string | undefined): string =>
  label === undefined || label === id ? id : `${id} (${label})`;

function incomplete(
  last: ReadonlyMap<string, { readonly status: Status; readonly page: PositionedDocument; readonly index: number }>,
  partial: MetricDataOptions['partial'],
  faults: Fault[],
): string[] {
  const flagged: string[] = [];
  for (const [key, { status, page, index }] of last) {
    if (status === 'Complete') continue;
    if (status === 'PartialData' && partial === 'flag') {
      flagged.push(key);
      continue;
    }
    const code = status === 'PartialData' ? 'cloudwatch/partial-data' : 'cloudwatch/status';
    const hint = status === 'PartialData' ? 'give all its pages, or take it as it is with --partial flag' : undefined;
    faults.push(faultAt(page, ['MetricDataResults', index, 'StatusCode'], code, `${key} is ${status}`, hint));
  }
  return flagged;
}

/** A series is called by its label, beside its id where another has the same label. */
function labelsOf(results: readonly { readonly Id: string; readonly Label?: string | undefined }[]) {
  const named = new Map(results.map(({ Id, Label }) => [keyOf(Id, Label), { id: Id, name: Label ?? Id }]));
  const shared = (name: string) => [...named.values()].filter((other) => other.name === name).length > 1;
  return new Map(
    [...named].map(([key, { id, name }]): [string, Channel['labels']] => [
      key,
      shared(name) ? { __name__: name, id } : { __name__: name },
    ]),
  );
}
