import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { affiliation, affiliationF1 } from '../../../src/accuracy/affiliation/affiliation.ts';
import { pate, pateF1 } from '../../../src/accuracy/pate/pate.ts';
import type { PositionalBias } from '../../../src/accuracy/range-based/positional-bias.ts';
import { rangeF1 } from '../../../src/accuracy/range-based/range-f1.ts';
import { rangePrecision, rangeRecall } from '../../../src/accuracy/range-based/range-precision-recall.ts';
import { aucPr, aucRoc } from '../../../src/accuracy/tsb-ad/auc.ts';
import { eventBasedF1 } from '../../../src/accuracy/tsb-ad/event-based-f1.ts';
import { type EventWeight, kDelayF1 } from '../../../src/accuracy/tsb-ad/k-delay-f1.ts';
import { pointAdjustedF1 } from '../../../src/accuracy/tsb-ad/point-adjusted-f1.ts';
import { standardF1 } from '../../../src/accuracy/tsb-ad/standard-f1.ts';
import { findBufferLength } from '../../../src/accuracy/vus/find-buffer-length.ts';
import { vusPr, vusPr2022, vusRoc, vusRoc2022 } from '../../../src/accuracy/vus/vus.ts';
import type { MetricValue } from '../../../src/record/schema.ts';
import { labelsOf, parkMiller, type Recipe, scoresOf } from './recipe.ts';

interface Expected {
  readonly aucPr: number;
  readonly aucRoc: number;
  readonly standardF1: number;
  readonly pointAdjustedF1: number;
  readonly eventBasedF1: number;
  readonly rangeF1: number;
  readonly affiliationF1: number | null;
  readonly volumes: readonly {
    readonly buffer: number;
    readonly vusPr: number;
    readonly vusRoc: number;
    readonly vusPr2022: number;
    readonly vusRoc2022: number;
  }[];
  readonly predictions: readonly {
    readonly above: number;
    readonly affiliation: { readonly precision: number; readonly recall: number };
    readonly ranges: readonly {
      readonly alpha: number;
      readonly cardinality: 'one' | 'reciprocal';
      readonly bias: PositionalBias;
      readonly precision: number;
      readonly recall: number;
    }[];
    readonly pateF1: readonly { readonly early: number; readonly late: number; readonly value: number }[];
  }[];
  readonly kDelayF1: readonly { readonly delay: number; readonly weight: EventWeight; readonly value: number }[];
  readonly pate: readonly {
    readonly early: number;
    readonly late: number;
    readonly splits: number;
    readonly includeZero: boolean;
    readonly value: number;
  }[];
}

interface Fixture {
  readonly vectors: readonly { readonly recipe: Recipe; readonly expected: Expected }[];
  readonly bufferLengths: readonly {
    readonly period: number;
    readonly noise: number;
    readonly rows: number;
    readonly length: number;
  }[];
}

const fixture = JSON.parse(
  readFileSync(new URL('../../reference/accuracy/tsb-ad.json', import.meta.url), 'utf8'),
) as Fixture;

/** Null: the package returns NaN, and the metric is undefined. */
function expectValue(value: MetricValue, expected: number | null): void {
  expect(value.kind).toBe(expected === null ? 'undefined' : 'defined');
  if (value.kind === 'defined') expect(Math.abs(value.value - expected!)).toBeLessThan(1e-12);
}

describe.each(fixture.vectors)('the packages agree on: $recipe.name', ({ recipe, expected }) => {
  const labels = labelsOf(recipe);
  const scores = scoresOf(recipe);

  it.each(expected.volumes)('VUS, buffer $buffer, of TSB-AD and as of 2022', ({ buffer, ...volume }) => {
    expectValue(vusPr(labels, scores, { buffer }), volume.vusPr);
    expectValue(vusRoc(labels, scores, { buffer }), volume.vusRoc);
    expectValue(vusPr2022(labels, scores, { buffer }), volume.vusPr2022);
    expectValue(vusRoc2022(labels, scores, { buffer }), volume.vusRoc2022);
  });

  it.each([
    ['aucPr', aucPr],
    ['aucRoc', aucRoc],
    ['standardF1', standardF1],
    ['pointAdjustedF1', pointAdjustedF1],
    ['eventBasedF1', eventBasedF1],
    ['rangeF1', rangeF1],
    ['affiliationF1', affiliationF1],
  ] as const)('%s of TSB-AD', (name, metric) => {
    expectValue(metric(labels, scores), expected[name]);
  });

  it.each(expected.kDelayF1)('F1 with delay $delay and weight $weight of EasyTSAD', ({ value, ...options }) => {
    expectValue(kDelayF1(labels, scores, options), value);
  });

  it.each(expected.pate)('PATE, $early rows before and $late after', ({ early, late, value, ...options }) => {
    expectValue(pate(labels, scores, { earlyBuffer: early, lateBuffer: late, ...options }), value);
  });

  describe.each(expected.predictions)('rows above $above', ({ above, ...predicted }) => {
    const flags = Uint8Array.from(scores, (score) => (score > above ? 1 : 0));

    it('affiliation of TSB-AD', () => {
      const { precision, recall } = affiliation(labels, flags);
      expectValue(precision, predicted.affiliation.precision);
      expectValue(recall, predicted.affiliation.recall);
    });

    it('range precision and recall of prts, every setting', () => {
      for (const { precision, recall, ...setting } of predicted.ranges) {
        expectValue(rangePrecision(labels, flags, setting), precision);
        expectValue(rangeRecall(labels, flags, setting), recall);
      }
    });

    it('PATE-F1', () => {
      for (const { early, late, value } of predicted.pateF1) {
        expectValue(pateF1(labels, flags, { earlyBuffer: early, lateBuffer: late }), value);
      }
    });
  });
});

describe('buffer length', () => {
  it.each(fixture.bufferLengths)('period $period, $rows rows: $length', ({ period, noise, rows, length }) => {
    const draws = parkMiller(period, rows);
    const series = draws.map((draw, i) => (i % period) * 10 + (draw % noise));
    expect(findBufferLength(series)).toBe(length);
  });

  it('a constant, a short and an empty series fall back to 125', () => {
    expect(findBufferLength(new Float64Array(500).fill(3))).toBe(125);
    expect(findBufferLength([1, 2, 1])).toBe(125);
    expect(findBufferLength([])).toBe(125);
  });

  it('a value that is no number is refused with its row', () => {
    expect(() => findBufferLength([1, Number.NaN])).toThrow(/series\[1\] is NaN/);
  });
});
