import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { affiliation, affiliationF1 } from '../../../src/accuracy/affiliation/affiliation.ts';
import { rangeF1 } from '../../../src/accuracy/range-based/range-f1.ts';
import { aucPr, aucRoc } from '../../../src/accuracy/tsb-ad/auc.ts';
import { eventBasedF1 } from '../../../src/accuracy/tsb-ad/event-based-f1.ts';
import { pointAdjustedF1 } from '../../../src/accuracy/tsb-ad/point-adjusted-f1.ts';
import { standardF1 } from '../../../src/accuracy/tsb-ad/standard-f1.ts';
import { vusPr, vusRoc } from '../../../src/accuracy/vus/vus.ts';
import type { MetricValue } from '../../../src/record/schema.ts';
import type { Rows } from '../judged.ts';
import { labelsOf, scoresOf } from './recipe.ts';

const SHARED = fileURLToPath(new URL('../../../../shared', import.meta.url));
const GOLDEN = `${SHARED}/reference/golden-metrics.json`;
const MISSING = '(skipped where ../shared is missing)';

interface Vector {
  readonly id: string;
  readonly n: number;
  readonly nabFile?: string;
  readonly events?: readonly Rows[];
  readonly bumps?: readonly Rows[];
  readonly quantise?: string | null;
}

interface Probe {
  readonly id: string;
  readonly events?: readonly Rows[];
  readonly expected: Readonly<Record<string, ProbeValue>>;
  readonly recomputed?: Readonly<Record<string, number>>;
}

type ProbeValue =
  | { readonly value: number; readonly tolerance?: number; readonly printedDecimals?: number }
  | { readonly outcome: 'nan' | 'raises' };

interface Golden {
  readonly tsbAdMetrics: {
    readonly tolerance: number;
    readonly vectors: readonly Vector[];
    readonly expected: readonly {
      readonly vector: string;
      readonly bufferW: number;
      readonly metrics: Readonly<Record<string, number>>;
      readonly eventF1WithoutLastRowBug?: number;
    }[];
    readonly edgeProbes: {
      readonly n: number;
      readonly events: readonly Rows[];
      readonly bufferW: number;
      readonly probes: readonly Probe[];
    };
  };
}

type Compute = (labels: Uint8Array, scores: Float64Array, buffer: number) => MetricValue;
const COMPUTE: Readonly<Record<string, Compute>> = {
  vusPr: (labels, scores, buffer) => vusPr(labels, scores, { buffer }),
  vusRoc: (labels, scores, buffer) => vusRoc(labels, scores, { buffer }),
  aucPr: (labels, scores) => aucPr(labels, scores),
  aucRoc: (labels, scores) => aucRoc(labels, scores),
  standardF1: (labels, scores) => standardF1(labels, scores),
  paF1: (labels, scores) => pointAdjustedF1(labels, scores),
  eventF1: (labels, scores) => eventBasedF1(labels, scores),
  rangeF1: (labels, scores) => rangeF1(labels, scores),
  affiliationF: (labels, scores) => affiliationF1(labels, scores),
};

const numberOf = (value: MetricValue): number | null => (value.kind === 'defined' ? value.value : null);

describe.skipIf(!existsSync(GOLDEN))(`golden figures of TSB-AD ${MISSING}`, () => {
  const golden = existsSync(GOLDEN) ? (JSON.parse(readFileSync(GOLDEN, 'utf8')) as Golden).tsbAdMetrics : null;
  const vectors = new Map(golden?.vectors.map((vector) => [vector.id, vector]));

  it.each(golden?.expected ?? [])('vector $vector with buffer $bufferW', ({ vector, bufferW, metrics, ...more }) => {
    const { labels, scores } = build(vectors.get(vector)!);
    expect(Object.keys(metrics).sort()).toEqual(Object.keys(COMPUTE).sort());
    for (const [name, expected] of Object.entries(metrics)) {
      const value = numberOf(COMPUTE[name]!(labels, scores, bufferW));
      expect(Math.abs(value! - expected), name).toBeLessThan(golden!.tolerance);
    }
    if (more.eventF1WithoutLastRowBug === undefined) return;
    expect(numberOf(eventBasedF1(labels, scores, { mode: 'strict' }))).toBeCloseTo(more.eventF1WithoutLastRowBug, 12);
  });

  const probes = golden?.edgeProbes.probes.flatMap((probe) => [
    ...Object.entries(probe.expected).map(([metric, expected]) => ({ probe, metric, expected })),
    ...Object.entries(probe.recomputed ?? {}).map(([metric, value]) => ({
      probe,
      metric,
      expected: { value, tolerance: 1e-12 } as ProbeValue,
    })),
  ]);

  it.each(probes ?? [])('edge probe $probe.id: $metric', ({ probe, metric, expected }) => {
    const { n, events, bufferW } = golden!.edgeProbes;
    const labels = labelsOf({ rows: n, events: probe.events ?? events });
    const value = numberOf(COMPUTE[metric]!(labels, probeScores(probe.id, labels), bufferW));
    if ('outcome' in expected) expect(value).toBeNull();
    else if (expected.printedDecimals !== undefined) {
      expect(value!.toFixed(expected.printedDecimals)).toBe(expected.value.toFixed(expected.printedDecimals));
    } else expect(Math.abs(value! - expected.value)).toBeLessThanOrEqual(expected.tolerance!);
  });
});

function probeScores(id: string, labels: Uint8Array): Float64Array {
  const rows = labels.length;
  const base = { name: id, rows, events: [], bumps: [], seed: null, levels: 1, hold: 1, bump: 0, quantise: false };
  if (id === 'constant-score') return new Float64Array(rows).fill(0.25);
  if (id === 'score-equals-label') return Float64Array.from(labels);
  if (id === 'score-equals-one-minus-label') return Float64Array.from(labels, (label) => 1 - label);
  return scoresOf(base);
}

function build({ id, n, nabFile, events = [], bumps = [], quantise }: Vector) {
  if (nabFile !== undefined) return fromNab(nabFile);
  const recipe = { name: id, rows: n, events, bumps, seed: null, levels: 1, hold: 1, bump: 0.5 };
  return { labels: labelsOf(recipe), scores: scoresOf({ ...recipe, quantise: typeof quantise === 'string' }) };
}

/** Labels: rows inside the file's windows, both ends included. Score: the absolute first difference. */
function fromNab(file: string) {
  const windows = JSON.parse(readFileSync(`${SHARED}/nab/labels/combined_windows.json`, 'utf8')) as Readonly<
    Record<string, readonly (readonly [string, string])[]>
  >;
  const ms = (text: string) => Date.parse(`${text.replace(' ', 'T')}Z`);
  const rows = readFileSync(`${SHARED}/nab/data/${file}`, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));
  const readings = rows.map(([, value]) => Number(value));
  return {
    labels: Uint8Array.from(rows, ([at]) =>
      windows[file]!.some(([start, end]) => ms(at!) >= ms(start) && ms(at!) <= ms(end)) ? 1 : 0,
    ),
    scores: Float64Array.from(readings, (value, i) => (i === 0 ? 0 : Math.abs(value - readings[i - 1]!))),
  };
}

interface AffiliationFixture {
  readonly datasets: Readonly<
    Record<
      string,
      {
        readonly rows: number;
        readonly groundtruth_events: number;
        readonly expected: Readonly<Record<string, Readonly<Record<'precision' | 'recall' | 'f1', number>>>>;
      }
    >
  >;
}

const AFFILIATION = `${SHARED}/affiliation`;

describe.skipIf(!existsSync(AFFILIATION))(`affiliation of published detector outputs ${MISSING}`, () => {
  const fixture = existsSync(AFFILIATION)
    ? (JSON.parse(readFileSync(`${AFFILIATION}/expected.json`, 'utf8')) as AffiliationFixture)
    : { datasets: {} };
  const cases = Object.entries(fixture.datasets).flatMap(([series, { expected, ...facts }]) =>
    Object.entries(expected).map(([detector, figures]) => ({ series, detector, figures, ...facts })),
  );

  it.each(cases)('$series, $detector', ({ series, detector, figures, rows, groundtruth_events }) => {
    const read = (name: string) =>
      Uint8Array.from(
        gunzipSync(readFileSync(`${AFFILIATION}/${series}_${name}.gz`))
          .toString()
          .trim()
          .split('\n'),
        Number,
      );
    const labels = read('groundtruth');
    expect(labels).toHaveLength(rows);
    const { events, ...overall } = affiliation(labels, read(detector));
    expect(events).toHaveLength(groundtruth_events);
    for (const name of ['precision', 'recall', 'f1'] as const) {
      expect(numberOf(overall[name])!.toFixed(2), name).toBe(figures[name].toFixed(2));
    }
  });
});

describe('affiliation of the example in the README of affiliation-metrics-py', () => {
  it('gives the figures printed there, event by event', () => {
    const { precision, recall, events } = affiliation([0, 0, 0, 1, 0, 0, 0, 1, 1, 1], [0, 0, 0, 0, 1, 0, 0, 0, 1, 0]);
    expect(numberOf(precision)!.toFixed(2)).toBe('0.82');
    expect(numberOf(recall)!.toFixed(2)).toBe('0.84');
    expect(events.map((event) => event.precision!.toFixed(2))).toEqual(['0.64', '1.00']);
    expect(events.map((event) => event.recall.toFixed(2))).toEqual(['0.82', '0.87']);
  });
});
