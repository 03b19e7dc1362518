import type { QueryResult } from '../evaluate/evaluate.ts';
import type { Column } from '../evaluated.ts';
import { formatLabels, type Labels } from '../labels.ts';
import { SAMPLE_KIND } from '../series-notation/parse-series.ts';
import { almostEqual } from './almost-equal.ts';
import type { ExpectedResult, SeriesLine } from './commands.ts';

type ResultValue = QueryResult['value'];

/** One series of a result: a value, or null, for each step. */
interface ResultSeries {
  readonly labels: Labels;
  readonly points: readonly (number | null)[];
}

/** How a result differs from what a script expects, in words; empty when it does not. */
export function compareResult(expected: ExpectedResult, value: ResultValue, time: 'instant' | 'range'): string[] {
  if (expected.kind === 'range-vector') return compareRangeVector(expected, value);
  if (value.kind === 'matrix') return [`expected ${inWords(expected)}, got a range vector`];
  if (expected.kind === 'scalar') {
    if (value.kind !== 'scalar') return [`expected a scalar, got ${inWords(value)}`];
    const got = value.values[0]!;
    return almostEqual(expected.value, got) ? [] : [`expected ${expected.value}, got ${got}`];
  }
  if (expected.kind === 'string') {
    if (value.kind !== 'string') return [`expected a string, got ${inWords(value)}`];
    return value.value === expected.value
      ? []
      : [`expected ${JSON.stringify(expected.value)}, got ${JSON.stringify(value.value)}`];
  }
  if (value.kind === 'string' || (value.kind === 'scalar' && time === 'instant')) {
    return [`expected a vector, got ${inWords(value)}`];
  }
  return compareSeries(expected.lines, seriesOf(value), expected.isOrdered);
}

function inWords(value: ResultValue | ExpectedResult): string {
  switch (value.kind) {
    case 'scalar':
      return 'a scalar';
    case 'string':
      return 'a string';
    case 'matrix':
    case 'range-vector':
      return 'a range vector';
    case 'series':
    case 'vector':
      return 'a vector';
  }
}

const NO_LABELS: Labels = { pairs: [], key: '' };

/** A scalar over several steps counts as the series without labels. */
function seriesOf(value: Extract<ResultValue, { kind: 'scalar' | 'vector' }>): ResultSeries[] {
  if (value.kind === 'scalar') return [{ labels: NO_LABELS, points: [...value.values] }];
  return value.columns.filter(({ present }) => present.includes(1)).map(fromColumn);
}

const fromColumn = ({ labels, values, present }: Column): ResultSeries => ({
  labels,
  points: Array.from(values, (value, i) => (present[i] === 1 ? value : null)),
});

function compareSeries(lines: readonly SeriesLine[], got: readonly ResultSeries[], isOrdered: boolean): string[] {
  const byKey = new Map(got.map((series, position) => [series.labels.key, { ...series, position }]));
  const expectedKeys = new Set(lines.map(({ labels }) => labels.key));
  const differences: string[] = [];
  for (const series of got) {
    if (expectedKeys.has(series.labels.key)) continue;
    differences.push(`not expected: ${formatLabels(series.labels)} ${pointsInWords(series.points)}`);
  }
  lines.forEach((line, position) => {
    const series = byKey.get(line.labels.key);
    const name = formatLabels(line.labels);
    if (series === undefined) differences.push(`line ${line.line}: ${name} is missing from the result`);
    else if (!pointsAgree(line, series.points)) {
      const wanted = pointsInWords(expectedPoints(line));
      differences.push(`line ${line.line}: ${name} expected ${wanted}, got ${pointsInWords(series.points)}`);
    } else if (isOrdered && series.position !== position) {
      differences.push(`line ${line.line}: ${name} expected at place ${position + 1}, is at ${series.position + 1}`);
    }
  });
  return differences;
}

type ExpectedPoint = number | null | 'stale' | 'histogram';

function expectedPoints({ row: { kinds, values } }: SeriesLine): ExpectedPoint[] {
  return Array.from(kinds, (kind, i) => {
    if (kind === SAMPLE_KIND.gap) return null;
    if (kind === SAMPLE_KIND.stale) return 'stale';
    return kind === SAMPLE_KIND.nativeHistogram ? 'histogram' : values[i]!;
  });
}

/** Steps behind the last expected one have no point. */
function pointsAgree(line: SeriesLine, got: ResultSeries['points']): boolean {
  const wanted = expectedPoints(line);
  for (let i = 0; i < Math.max(wanted.length, got.length); i++) {
    const a = wanted[i] ?? null;
    const b = got[i] ?? null;
    const agree = typeof a === 'number' && b !== null ? almostEqual(a, b) : a === b;
    if (!agree) return false;
  }
  return true;
}

const MOST_POINTS = 12;

function pointsInWords(points: readonly ExpectedPoint[]): string {
  const texts = points.slice(0, MOST_POINTS).map((point) => (point === null ? '_' : String(point)));
  return points.length > MOST_POINTS ? `${texts.join(' ')} … (${points.length} steps)` : texts.join(' ');
}

function compareRangeVector(
  { lines, startMs, endMs, stepMs }: Extract<ExpectedResult, { kind: 'range-vector' }>,
  value: ResultValue,
): string[] {
  if (value.kind !== 'matrix') return [`expected a range vector, got ${inWords(value)}`];
  const count = Math.floor((endMs - startMs) / stepMs) + 1;
  const differences: string[] = [];
  const got = value.series.map(({ labels, timestampsMs, values }): ResultSeries => {
    const points: (number | null)[] = new Array(count).fill(null);
    timestampsMs.forEach((atMs, i) => {
      const step = (atMs - startMs) / stepMs;
      if (Number.isInteger(step) && step >= 0 && step < count) points[step] = values[i]!;
      else differences.push(`not expected: ${formatLabels(labels)} has a sample at ${atMs / 1000} s`);
    });
    return { labels, points };
  });
  return [...compareSeries(lines, got, false), ...differences];
}
