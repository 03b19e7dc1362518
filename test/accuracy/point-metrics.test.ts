import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeMetric, type Judged } from '../../src/accuracy/metric.ts';
import { metricById } from '../../src/accuracy/metrics.ts';
import { countedRows } from '../../src/accuracy/stretch.ts';
import { judgedArbitrary, judgedScene, type Rows, rowsOf } from './judged.ts';

interface Vector {
  readonly name: string;
  readonly rows: number;
  /** Half-open, in rows. */
  readonly events: readonly Rows[];
  readonly threshold: number;
  readonly scores: readonly number[];
  readonly weightsOfHalves: readonly [number, number];
  readonly expected: Readonly<Record<string, number>>;
  readonly expectedWeighted: Readonly<Record<string, number>>;
}

const { vectors } = JSON.parse(
  readFileSync(new URL('../reference/accuracy/point-metrics.json', import.meta.url), 'utf8'),
) as { readonly vectors: readonly Vector[] };

const closed = (events: readonly Rows[]): Rows[] => events.map(([start, end]) => [start, end - 1]);

describe.each(vectors)('against scikit-learn: $name', ({ scores, events, threshold, rows, expected, ...vector }) => {
  const judged = judgedScene({ scores, incidents: closed(events), threshold });

  it.each(Object.entries(expected))('%s', (id, value) => {
    const computed = computeMetric(metricById(id), [judged]);
    expect(computed.kind).toBe('defined');
    if (computed.kind === 'defined') expect(computed.value).toBeCloseTo(value, 12);
  });

  it.each(Object.entries(vector.expectedWeighted))(
    '%s with one half counted twice, the other three times',
    (id, value) => {
      const half = Math.floor(rows / 2);
      const halves: Judged[] = [
        { ...judged, toRow: half, whole: judged },
        { ...judged, fromRow: half, whole: judged },
      ];
      const computed = metricById(id).prepare(halves)(Uint32Array.from(vector.weightsOfHalves));
      expect(computed.kind).toBe('defined');
      if (computed.kind === 'defined') expect(computed.value).toBeCloseTo(value, 12);
    },
  );
});

/** Slow and obviously right: the definition over all pairs, all thresholds, all rows. */
function slow(judged: Judged) {
  const { from, to } = countedRows(judged);
  const rows = Array.from({ length: to - from }, (_, i) => ({
    score: judged.scores[from + i]!,
    label: judged.labels[from + i]!,
  }));
  const positives = rows.filter(({ label }) => label === 1).map(({ score }) => (Number.isNaN(score) ? -1 : score));
  const negatives = rows.filter(({ label, score }) => label === 0 && !Number.isNaN(score)).map(({ score }) => score);
  const scored = [...positives.filter((score) => score >= 0), ...negatives];
  const precisionAt = (t: number) =>
    positives.filter((score) => score >= t).length / scored.filter((score) => score >= t).length;
  const recallAt = (t: number) => positives.filter((score) => score >= t).length / positives.length;
  const wins = positives.flatMap((p) => negatives.map((n) => (p > n ? 1 : p === n ? 0.5 : 0) as number));
  let averagePrecision = 0;
  let recallBefore = 0;
  for (const t of [...new Set(scored)].sort((a, b) => b - a)) {
    averagePrecision += (recallAt(t) - recallBefore) * precisionAt(t);
    recallBefore = recallAt(t);
  }
  const predictions = [
    ...positives.map((score) => [score >= judged.threshold ? 1 : 0, 1] as const),
    ...negatives.map((score) => [score >= judged.threshold ? 1 : 0, 0] as const),
  ];
  return {
    positives: positives.length,
    negatives: negatives.length,
    'roc-auc': wins.reduce((sum, win) => sum + win, 0) / wins.length,
    'average-precision': averagePrecision,
    mcc: correlation(predictions),
  };
}

/** Pearson's, over pairs; NaN when one side does not vary. */
function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (side: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[side], 0) / pairs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const cross = (a: 0 | 1, b: 0 | 1) => {
    const means = [meanX, meanY] as const;
    return pairs.reduce((sum, pair) => sum + (pair[a] - means[a]) * (pair[b] - means[b]), 0);
  };
  return cross(0, 1) / Math.sqrt(cross(0, 0) * cross(1, 1));
}

describe('against slow transcriptions', () => {
  it.each(['roc-auc', 'average-precision', 'mcc'] as const)('%s, abstentions included', (id) => {
    let compared = 0;
    fc.assert(
      fc.property(judgedArbitrary, (judged) => {
        const expected = slow(judged)[id];
        const computed = computeMetric(metricById(id), [judged]);
        if (computed.kind === 'undefined') return Number.isNaN(expected) || slow(judged).positives === 0;
        compared++;
        return Math.abs(computed.value - expected) < 1e-12;
      }),
      { seed: 20250106, numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(100);
  });
});

describe('rows without a score', () => {
  const ids = ['point-precision', 'point-recall', 'point-f1', 'mcc', 'roc-auc', 'average-precision'] as const;
  const valueFor = (drawing: string, incidents: readonly Rows[], id: string) =>
    computeMetric(metricById(id), [judgedScene({ scores: rowsOf(drawing), incidents })]);

  it.each(ids)('%s does not credit abstaining outside incidents as rightly quiet', (id) => {
    const abstaining = valueFor('..##.???', [[2, 4]], id);
    const leftOut = valueFor('..##.', [[2, 4]], id);
    expect(abstaining).toEqual(leftOut);
  });

  it.each(ids.filter((id) => id !== 'point-precision'))('%s counts abstaining in an incident as a miss', (id) => {
    const abstaining = valueFor('..##??..', [[2, 5]], id);
    const seen = valueFor('..####..', [[2, 5]], id);
    expect([abstaining.kind, seen.kind]).toEqual(['defined', 'defined']);
    if (abstaining.kind === 'defined' && seen.kind === 'defined') expect(abstaining.value).toBeLessThan(seen.value);
  });

  it('the abstention ratio counts them all', () => {
    expect(valueFor('..##????', [[2, 5]], 'abstention-ratio')).toEqual({ kind: 'defined', value: 0.5 });
  });
});

describe('undefined, with a reason', () => {
  it.each([
    ['point-precision', '....', [[1, 2]], 'no row is predicted'],
    ['point-recall', '.#..', [], 'no row lies in an incident'],
    ['point-f1', '.#..', [], 'no row lies in an incident'],
    ['mcc', '....', [[1, 2]], 'no row is predicted'],
    ['mcc', '####', [[1, 2]], 'every row is predicted'],
    ['mcc', '.#..', [], 'no row lies in an incident'],
    ['mcc', '.#..', [[0, 3]], 'no scored row lies outside the incidents'],
    ['roc-auc', '.#..', [], 'no row lies in an incident'],
    ['roc-auc', '?##?', [[1, 2]], 'no scored row lies outside the incidents'],
    ['average-precision', '.#..', [], 'no row lies in an incident'],
  ] as const)('%s of %s', (id, drawing, incidents, reason) => {
    const judged = judgedScene({ scores: rowsOf(drawing), incidents });
    expect(computeMetric(metricById(id), [judged])).toEqual({ kind: 'undefined', reason });
  });
});

const SHARED = new URL('../../../shared/', import.meta.url);
const goldenFile = new URL('reference/golden-metrics.json', SHARED);

interface Golden {
  readonly tsbAdMetrics: {
    readonly vectors: readonly {
      readonly id: string;
      readonly n: number;
      readonly events?: readonly Rows[];
      readonly bumps?: readonly Rows[];
      readonly quantise?: string | null;
      readonly nabFile?: string;
    }[];
    readonly expected: readonly { readonly vector: string; readonly metrics: { aucPr: number; aucRoc: number } }[];
  };
}

describe.skipIf(!existsSync(goldenFile))('golden vectors of TSB-AD (skipped where ../shared is missing)', () => {
  const golden = existsSync(goldenFile) ? (JSON.parse(readFileSync(goldenFile, 'utf8')) as Golden) : undefined;
  const { vectors: list = [], expected = [] } = golden?.tsbAdMetrics ?? {};

  function vectorScene({ n, events = [], bumps = [], quantise }: (typeof list)[number]) {
    const scores = Array.from({ length: n }, (_, i) => {
      const base = (0.5 * ((7919 * i) % 1000)) / 1000 + (bumps.some(([a, b]) => a <= i && i < b) ? 0.5 : 0);
      return quantise ? Math.floor(10 * base) / 10 : base;
    });
    return judgedScene({ scores, incidents: closed(events) });
  }

  /** Score: absolute first difference. Labels: rows whose time lies in a window. */
  function nabScene(file: string) {
    const rows = readFileSync(new URL(`nab/data/${file}`, SHARED), 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1);
    const cells = rows.map((row) => row.split(',') as [string, string]);
    const values = cells.map(([, value]) => Number(value));
    const timestampsMs = cells.map(([time]) => Date.parse(`${time.replace(' ', 'T')}Z`));
    const windows = JSON.parse(readFileSync(new URL('nab/labels/combined_windows.json', SHARED), 'utf8'))[file];
    const incidents = (windows as [string, string][]).map(
      (edges) =>
        edges.map((edge) =>
          timestampsMs.indexOf(Date.parse(`${edge.slice(0, 19).replace(' ', 'T')}Z`)),
        ) as unknown as Rows,
    );
    return judgedScene({
      scores: values.map((v, i) => (i === 0 ? 0 : Math.abs(v - values[i - 1]!))),
      incidents,
      timestampsMs,
    });
  }

  it.each(list)('vector $id', (vector) => {
    const judged = vector.nabFile === undefined ? vectorScene(vector) : nabScene(vector.nabFile);
    const { metrics } = expected.find((entry) => entry.vector === vector.id)!;
    for (const [id, value] of [
      ['roc-auc', metrics.aucRoc],
      ['average-precision', metrics.aucPr],
    ] as const) {
      const computed = computeMetric(metricById(id), [judged]);
      expect(computed.kind).toBe('defined');
      if (computed.kind === 'defined') expect(Math.abs(computed.value - value)).toBeLessThan(1e-12);
    }
  });
});
