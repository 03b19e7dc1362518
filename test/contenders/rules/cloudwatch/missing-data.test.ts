import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodsFetched } from '../../../../src/contenders/rules/cloudwatch/evaluation-range.ts';
import {
  type Decision,
  decide,
  MISSING_DATA_SETTINGS,
  type Point,
  type TreatMissingData,
} from '../../../../src/contenders/rules/cloudwatch/missing-data.ts';
import { PUBLISHED_CELLS } from './published-cells.ts';

const LETTERS: Readonly<Record<string, Point>> = { X: 'breaching', O: 'fine', '-': 'missing' };
const points = (letters: string): Point[] => [...letters].map((letter) => LETTERS[letter]!);

describe('the decision on a range with gaps', () => {
  it('has 40 published cells', () => {
    expect(PUBLISHED_CELLS).toHaveLength(40);
  });

  it.each(PUBLISHED_CELLS)(
    '$points, $datapointsToAlarm of 3, $treatMissingData: $expected, as published',
    ({ points: letters, expected, ...setting }) => {
      expect(decide(points(letters), { evaluationPeriods: 3, ...setting })).toBe(expected);
    },
  );

  it.each(['missing', 'ignore'] as const)(
    'does not alarm on one new breach of three needed (%s)',
    (treatMissingData) => {
      expect(decide(points('----X'), { evaluationPeriods: 3, datapointsToAlarm: 3, treatMissingData })).toBe('OK');
    },
  );

  it('alarms on one old breach alone, from the age of M on', () => {
    const decided = (letters: string) =>
      decide(points(letters), { evaluationPeriods: 3, datapointsToAlarm: 3, treatMissingData: 'missing' });
    expect(['----X', '---X-', '--X--', '-X---', 'X----'].map(decided)).toEqual(['OK', 'OK', 'ALARM', 'ALARM', 'ALARM']);
  });

  const golden = '../shared/reference/golden-metrics.json';
  it.skipIf(!existsSync(golden))('agrees with the golden file beside the repository (skipped without it)', () => {
    interface GoldenCell {
      readonly points: string;
      readonly N: number;
      readonly M: number;
      readonly treatMissingData: TreatMissingData;
      readonly expected: string;
    }
    const { cloudWatchMissingData } = JSON.parse(readFileSync(golden, 'utf8')) as {
      cloudWatchMissingData: { cells: GoldenCell[]; undocumented: GoldenCell[] };
    };
    const cells = [...cloudWatchMissingData.cells, ...cloudWatchMissingData.undocumented];
    expect(cells).toHaveLength(42);
    for (const { points: letters, N, M, treatMissingData, expected } of cells) {
      const setting = { evaluationPeriods: N, datapointsToAlarm: M, treatMissingData };
      const wanted: Decision = expected === 'KEEP_STATE' ? 'keep' : (expected as Decision);
      expect({ letters, decision: decide(points(letters), setting) }).toEqual({ letters, decision: wanted });
    }
  });

  const range = fc
    .record({ n: fc.integer({ min: 1, max: 6 }), more: fc.integer({ min: 0, max: 4 }) })
    .chain(({ n, more }) =>
      fc.record({
        evaluationPeriods: fc.constant(n),
        datapointsToAlarm: fc.integer({ min: 1, max: n }),
        treatMissingData: fc.constantFrom(...MISSING_DATA_SETTINGS),
        letters: fc.array(fc.constantFrom('X', 'O', '-'), { minLength: n + more, maxLength: n + more }),
      }),
    );

  it('does not look at the setting where N periods have readings', () => {
    fc.assert(
      fc.property(range, ({ letters, ...setting }) => {
        fc.pre(letters.filter((letter) => letter !== '-').length >= setting.evaluationPeriods);
        const decisions = MISSING_DATA_SETTINGS.map((treatMissingData) =>
          decide(points(letters.join('')), { ...setting, treatMissingData }),
        );
        expect(new Set(decisions).size).toBe(1);
      }),
    );
  });

  it('is decided by the newest N readings alone where there are so many, wherever the gaps are', () => {
    fc.assert(
      fc.property(range, ({ letters, ...setting }) => {
        const real = letters.filter((letter) => letter !== '-');
        fc.pre(real.length >= setting.evaluationPeriods);
        const breaches = real.slice(-setting.evaluationPeriods).filter((letter) => letter === 'X').length;
        const expected = breaches >= setting.datapointsToAlarm ? 'ALARM' : 'OK';
        expect(decide(points(letters.join('')), setting)).toBe(expected);
      }),
    );
  });

  it('never goes from ALARM to something else when a fine reading becomes a breach', () => {
    fc.assert(
      fc.property(range, fc.nat(), ({ letters, ...setting }, at) => {
        const fine = letters.flatMap((letter, i) => (letter === 'O' ? [i] : []));
        fc.pre(fine.length > 0 && decide(points(letters.join('')), setting) === 'ALARM');
        const worse = letters.with(fine[at % fine.length]!, 'X');
        expect(decide(points(worse.join('')), setting)).toBe('ALARM');
      }),
    );
  });
});

describe('the evaluation range', () => {
  it('is five periods for three judged, as in the published tables, and never under N', () => {
    expect([1, 3, 5, 9, 30].map((n) => periodsFetched('usual', n))).toEqual([3, 5, 7, 12, 40]);
    expect(periodsFetched({ more: 0 }, 4)).toBe(4);
  });
});
