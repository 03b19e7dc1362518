import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affiliation, bestAffiliation } from '../../../src/accuracy/affiliation/affiliation.ts';
import { pate, pateF1 } from '../../../src/accuracy/pate/pate.ts';
import { rangeF1, rangeF1OfPredictions } from '../../../src/accuracy/range-based/range-f1.ts';
import { rangePrecision, rangeRecall } from '../../../src/accuracy/range-based/range-precision-recall.ts';
import { eventBasedF1, eventBasedF1OfPredictions } from '../../../src/accuracy/tsb-ad/event-based-f1.ts';
import { kDelayF1 } from '../../../src/accuracy/tsb-ad/k-delay-f1.ts';
import { paPercentKArea } from '../../../src/accuracy/tsb-ad/pa-percent-k-area.ts';
import { pointAdjustedF1, pointAdjustedF1OfPredictions } from '../../../src/accuracy/tsb-ad/point-adjusted-f1.ts';
import { standardF1 } from '../../../src/accuracy/tsb-ad/standard-f1.ts';
import { vusPr, vusPr2022, vusRoc, vusRoc2022 } from '../../../src/accuracy/vus/vus.ts';
import type { MetricValue } from '../../../src/record/schema.ts';
import * as slow from './slow.ts';

const numberOf = (value: MetricValue): number | null => (value.kind === 'defined' ? value.value : null);

/** Runs of flags, drawn as lengths of alternating runs, so that both long runs and single rows come up. */
const flagsArbitrary = (rows: number) =>
  fc
    .record({
      first: fc.integer({ min: 0, max: 1 }),
      lengths: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: rows }),
    })
    .map(({ first, lengths }) => {
      const flags = lengths.flatMap((length, i) => new Array<number>(length).fill((first + i) % 2));
      return Array.from({ length: rows }, (_, row) => flags[row] ?? 0);
    });

/** With ties or without, with rows that abstained or without; at least one event and one score. */
const seriesArbitrary: fc.Arbitrary<slow.Series> = fc
  .integer({ min: 1, max: 45 })
  .chain((rows) => {
    const score = fc.oneof(fc.integer({ min: -3, max: 6 }), fc.double({ min: -1, max: 1, noNaN: true }));
    const ties = fc.integer({ min: 0, max: 3 });
    const abstains = fc.constant(Number.NaN);
    const list = (one: fc.Arbitrary<number>) => fc.array(one, { minLength: rows, maxLength: rows });
    return fc.record({
      labels: flagsArbitrary(rows),
      scores: fc.oneof(list(score), list(ties), list(fc.oneof({ weight: 6, arbitrary: ties }, abstains))),
    });
  })
  .filter(({ labels, scores }) => labels.includes(1) && !scores.every(Number.isNaN));

const isMixed = ({ labels }: slow.Series) => labels.includes(0);
const buffer = fc.integer({ min: 0, max: 25 });
const SEED = 20250106;
const nan = 'abstain';

/** The metric is what the slow definition says it is; null: undefined. */
function agrees<T extends unknown[]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  pairs: (...input: T) => readonly (readonly [MetricValue, number | null])[],
  numRuns = 300,
): void {
  fc.assert(
    fc.property(...(arbitraries as unknown as [fc.Arbitrary<unknown>]), (...input) => {
      for (const [value, expected] of pairs(...(input as unknown as T))) {
        const computed = numberOf(value);
        if (computed === null || expected === null) expect(computed).toBe(expected);
        else expect(Math.abs(computed - expected)).toBeLessThan(1e-11);
      }
    }),
    { seed: SEED, numRuns },
  );
}

describe('as defined, row by row', () => {
  it('VUS of 2024 and of 2022, at 250 ranks and at every score', () => {
    agrees<[slow.Series, number]>(
      [seriesArbitrary.filter(isMixed), buffer],
      (series, buffer) => {
        const { labels, scores } = series;
        const ranks = slow.evenRanks(series);
        const all = slow.everyScore(series);
        const [at2024, at2022] = [slow.vus(series, ranks, buffer, 2024), slow.vus(series, ranks, buffer, 2022)];
        const [strict2024, strict2022] = [slow.vus(series, all, buffer, 2024), slow.vus(series, all, buffer, 2022)];
        return [
          [vusPr(labels, scores, { buffer, nan }), at2024.pr],
          [vusRoc(labels, scores, { buffer, nan }), at2024.roc],
          [vusPr2022(labels, scores, { buffer, nan }), at2022.pr],
          [vusRoc2022(labels, scores, { buffer, nan }), at2022.roc],
          [vusPr(labels, scores, { buffer, nan, mode: 'strict' }), strict2024.pr],
          [vusRoc(labels, scores, { buffer, nan, mode: 'strict' }), strict2024.roc],
          [vusPr2022(labels, scores, { buffer, nan, mode: 'strict' }), strict2022.pr],
          [vusRoc2022(labels, scores, { buffer, nan, mode: 'strict' }), strict2022.roc],
        ];
      },
      120,
    );
  });

  it('standard F1', () => {
    agrees<[slow.Series]>([seriesArbitrary], (series) => [
      [standardF1(series.labels, series.scores, { nan }), slow.standardF1(series, 1e-5)],
      [standardF1(series.labels, series.scores, { nan, mode: 'strict' }), slow.standardF1(series, 0)],
    ]);
  });

  it('point-adjusted F1', () => {
    agrees<[slow.Series]>([seriesArbitrary], (series) => [
      [pointAdjustedF1(series.labels, series.scores, { nan }), slow.pointAdjustedF1(series, slow.grid(series), false)],
      [
        pointAdjustedF1(series.labels, series.scores, { nan, mode: 'strict' }),
        slow.pointAdjustedF1(series, slow.everyScore(series), true),
      ],
    ]);
  });

  it('event-based F1', () => {
    agrees<[slow.Series]>([seriesArbitrary], (series) => [
      [eventBasedF1(series.labels, series.scores, { nan }), slow.eventBasedF1(series, slow.grid(series), true)],
      [
        eventBasedF1(series.labels, series.scores, { nan, mode: 'strict' }),
        slow.eventBasedF1(series, slow.everyScore(series), false),
      ],
    ]);
  });

  it('range-based F1', () => {
    agrees<[slow.Series]>([seriesArbitrary], (series) => [
      [rangeF1(series.labels, series.scores, { nan }), isMixed(series) ? slow.rangeF1(series, slow.grid(series)) : 0],
      [rangeF1(series.labels, series.scores, { nan, mode: 'strict' }), slow.rangeF1(series, slow.everyScore(series))],
    ]);
  });

  it('affiliation at the best threshold', () => {
    agrees<[slow.Series]>([seriesArbitrary], (series) => {
      const compat = bestAffiliation(series.labels, series.scores, { nan });
      const strict = bestAffiliation(series.labels, series.scores, { nan, mode: 'strict' });
      const slowCompat = slow.bestAffiliation(series, slow.grid(series), 1e-15);
      const slowStrict = slow.bestAffiliation(series, slow.everyScore(series), 0);
      return [
        [compat.f1, slowCompat?.f1 ?? null],
        [strict.f1, slowStrict?.f1 ?? null],
      ];
    });
  });

  it('area under PA%K', () => {
    agrees<[slow.Series]>([seriesArbitrary], (series) => [
      [paPercentKArea(series.labels, series.scores, { nan }), slow.paPercentK(series)],
    ]);
  });

  it('F1 with a delay, equal scores together', () => {
    agrees<[slow.Series, number]>([seriesArbitrary, fc.nat({ max: 8 })], (series, delay) => [
      [
        kDelayF1(series.labels, series.scores, { delay, weight: 'sqrt', nan, mode: 'strict' }),
        slow.kDelayF1(series, delay, (rows) => Math.floor(Math.sqrt(rows))),
      ],
      [
        kDelayF1(series.labels, series.scores, { delay, weight: 'one', nan, mode: 'strict' }),
        slow.kDelayF1(series, delay, () => 1),
      ],
    ]);
  });

  it('PATE at every score', () => {
    const sizes = fc.nat({ max: 12 });
    agrees<[slow.Series, number, number]>([seriesArbitrary, sizes, sizes], (series, earlyBuffer, lateBuffer) => [
      [
        pate(series.labels, series.scores, { earlyBuffer, lateBuffer, nan, mode: 'strict' }),
        slow.pate(series, slow.everyScore(series), pairsOf(earlyBuffer, lateBuffer, 'all')),
      ],
    ]);
  });
});

const pairsOf = (early: number, late: number, coverage: 'first-run' | 'all') =>
  [0, early].flatMap((one) => [0, late].map((other) => ({ early: one, late: other, coverage })));

interface Predicted {
  readonly labels: readonly number[];
  readonly predicted: readonly number[];
}

const predictedArbitrary: fc.Arbitrary<Predicted> = fc
  .integer({ min: 1, max: 45 })
  .chain((rows) => fc.record({ labels: flagsArbitrary(rows), predicted: flagsArbitrary(rows) }))
  .filter(({ labels }) => labels.includes(1));

describe('predictions, as defined row by row', () => {
  it('affiliation, event by event', () => {
    agrees<[Predicted]>([predictedArbitrary], ({ labels, predicted }) => {
      const computed = affiliation(labels, predicted);
      const defined = slow.affiliation(labels, predicted);
      computed.events.forEach((event, i) => {
        const zone = defined.zones[i]!;
        expect(event.recall).toBeCloseTo(zone.recall, 11);
        if (zone.precision === null) expect(event.precision).toBeNull();
        else expect(event.precision).toBeCloseTo(zone.precision, 11);
      });
      return [
        [computed.precision, defined.precision],
        [computed.recall, defined.recall],
      ];
    });
  });

  it('range precision and recall, every bias and kind of cardinality', () => {
    const setting = fc.record({
      alpha: fc.constantFrom(0, 0.25, 1),
      cardinality: fc.constantFrom('one' as const, 'reciprocal' as const, (overlaps: number) => 1 / overlaps ** 2),
      bias: fc.constantFrom('flat' as const, 'front' as const, 'back' as const, 'middle' as const),
    });
    agrees<[Predicted, typeof setting extends fc.Arbitrary<infer S> ? S : never]>(
      [predictedArbitrary, setting],
      ({ labels, predicted }, options) => {
        const { alpha, cardinality, bias } = options;
        const factor = (overlaps: number) =>
          cardinality === 'one' || overlaps === 1
            ? 1
            : cardinality === 'reciprocal'
              ? 1 / overlaps
              : cardinality(overlaps);
        return [
          [rangeRecall(labels, predicted, options), slow.rangeReward(labels, predicted, { alpha, factor, bias })],
          [
            rangePrecision(labels, predicted, options),
            predicted.includes(1) ? slow.rangeReward(predicted, labels, { alpha, factor, bias }) : null,
          ],
        ];
      },
    );
  });

  it('F1s of predictions', () => {
    agrees<[Predicted]>([predictedArbitrary], ({ labels, predicted }) => [
      [pointAdjustedF1OfPredictions(labels, predicted), slow.pointAdjusted(labels, predicted, true)],
      [eventBasedF1OfPredictions(labels, predicted), slow.eventBased(labels, predicted, false)],
      [rangeF1OfPredictions(labels, predicted), slow.rangeBased(labels, predicted)],
      [
        pateF1(labels, predicted, { earlyBuffer: 9, lateBuffer: 6 }),
        slow.pateF1(labels, predicted, pairsOf(9, 6, 'first-run')),
      ],
      [
        pateF1(labels, predicted, { earlyBuffer: 9, lateBuffer: 6, mode: 'strict' }),
        slow.pateF1(labels, predicted, pairsOf(9, 6, 'all')),
      ],
    ]);
  });
});
