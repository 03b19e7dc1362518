import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEWEST_BLOCKS } from '../../src/accuracy/bootstrap.ts';
import type { Interval } from '../../src/record/schema.ts';
import {
  LEAST_BLOCKS,
  LEAST_PAIRS,
  type PairedDifference,
  pairedDifference,
  type Scored,
} from '../../src/verdict/paired-difference.ts';

function scored(replicates: readonly (number | null)[], changes: Partial<Scored['bootstrap']> = {}): Scored {
  const known = replicates.filter((value) => value !== null);
  const value = known.reduce((sum, each) => sum + each, 0) / Math.max(1, known.length);
  const bootstrap = { resamples: replicates.length, seed: 7, blocks: 28, blockMs: 86_400_000, ...changes };
  return { value: { kind: 'defined', value }, replicates: [...replicates], bootstrap };
}

/** 0, 1, 2, … scaled to [from, to]. */
const ramp = (from: number, to: number, length = 101): number[] =>
  Array.from({ length }, (_, i) => from + ((to - from) * i) / (length - 1));
const flat = (value: number, length = 101): number[] => new Array<number>(length).fill(value);

function compared(difference: PairedDifference): Extract<PairedDifference, { kind: 'compared' }> {
  if (difference.kind !== 'compared') throw new Error(difference.reason);
  return difference;
}
const differ = (a: Scored, b: Scored, margin = 0.05, better: 'higher' | 'lower' = 'higher') =>
  compared(pairedDifference({ a, b, better, margin }));
const reasonOf = (difference: PairedDifference) => (difference.kind === 'not-compared' ? difference.reason : null);

describe('paired difference', () => {
  it('is better only when the whole interval lies beyond the margin', () => {
    expect(differ(scored(ramp(0.6, 0.8)), scored(flat(0.5))).standing).toBe('better');
    expect(differ(scored(ramp(0.54, 0.74)), scored(flat(0.5))).standing).toBe('inconclusive');
  });

  it('is equivalent only when the whole interval lies within the margin', () => {
    expect(differ(scored(ramp(0.47, 0.53)), scored(flat(0.5))).standing).toBe('equivalent');
    expect(differ(scored(ramp(0.4, 0.6)), scored(flat(0.5))).standing).toBe('inconclusive');
  });

  it('calls equal figures equivalent even at a margin of 0', () => {
    expect(differ(scored(flat(0.5)), scored(flat(0.5)), 0).standing).toBe('equivalent');
  });

  it('turns round where lower is better', () => {
    const [few, many] = [scored(ramp(0.1, 0.2)), scored(flat(0.9))];
    expect(differ(few, many, 0.05, 'lower')).toMatchObject({ standing: 'better', aBetterRatio: 1 });
    expect(differ(few, many, 0.05, 'higher').standing).toBe('worse');
  });

  it('reads the interval at the 2.5 % and 97.5 % quantiles of the differences', () => {
    const { interval } = differ(scored(ramp(0, 1)), scored(flat(0)));
    expect(interval.low).toBeCloseTo(0.025, 12);
    expect(interval.high).toBeCloseTo(0.975, 12);
  });

  it('is not said of data that give too few blocks, as no interval is given of a single figure', () => {
    const of = (blocks: number) => {
      const [a, b] = [scored(ramp(0.6, 0.8), { blocks }), scored(flat(0.5), { blocks })];
      return pairedDifference({ a, b, better: 'higher', margin: 0.05 });
    };
    expect(of(LEAST_BLOCKS).kind).toBe('compared');
    expect(reasonOf(of(LEAST_BLOCKS - 1))).toBe('what is judged gives only 4 blocks to resample, 5 are needed');
    expect(reasonOf(of(1))).toMatch(/^what is judged gives only 1 block to resample/);
    expect(LEAST_BLOCKS).toBe(FEWEST_BLOCKS);
  });

  it('uses the pairing: noise that both share cancels', () => {
    const noise = ramp(0, 1).map((value, i) => (i % 2 === 0 ? value : 1 - value));
    const { interval } = differ(scored(noise.map((value) => value + 0.1)), scored(noise));
    expect(interval.high - interval.low).toBeLessThan(1e-12);
  });

  it('counts ties as half', () => {
    expect(differ(scored(flat(0.5)), scored(flat(0.5))).aBetterRatio).toBe(0.5);
  });

  it('leaves out pairs with a value on one side only, and says how many', () => {
    const { pairs, undefinedPairs } = differ(scored([...flat(0.7, 100), null]), scored(flat(0.5)));
    expect({ pairs, undefinedPairs }).toEqual({ pairs: 100, undefinedPairs: 1 });
  });

  it('refuses to compare what does not pair', () => {
    const [a, b] = [scored(flat(0.7)), scored(flat(0.5), { seed: 8 })];
    expect(reasonOf(pairedDifference({ a, b, better: 'higher', margin: 0 }))).toMatch(/seed 7 against 8/);
    const shorter = scored(flat(0.5, 100));
    expect(reasonOf(pairedDifference({ a, b: shorter, better: 'higher', margin: 0 }))).toMatch(/do not pair/);
  });

  it('refuses to compare with too few pairs, too many undefined ones, or an undefined figure', () => {
    const few = scored(flat(0.5, LEAST_PAIRS - 1));
    expect(reasonOf(pairedDifference({ a: few, b: few, better: 'higher', margin: 0 }))).toMatch(/40 are needed/);
    const holes = scored([...flat(0.5, 100), ...new Array<null>(40).fill(null)]);
    expect(reasonOf(pairedDifference({ a: holes, b: holes, better: 'higher', margin: 0 }))).toMatch(/40 of 140/);
    const none: Scored = { ...scored(flat(0.5)), value: { kind: 'undefined', reason: 'no alerts' } };
    expect(reasonOf(pairedDifference({ a: none, b: none, better: 'higher', margin: 0 }))).toMatch(/no alerts/);
    const same = scored(flat(0.5));
    expect(reasonOf(pairedDifference({ a: same, b: same, better: 'neither', margin: 0 }))).toMatch(/better direction/);
  });
});

const OPPOSITE = { better: 'worse', worse: 'better', equivalent: 'equivalent', inconclusive: 'inconclusive' } as const;
const replicate = fc.option(
  fc.integer({ min: -1000, max: 1000 }).map((value) => value / 997),
  { freq: 30, nil: null },
);
const sample = fc.array(fc.tuple(replicate, replicate), { minLength: 60, maxLength: 200, size: 'max' });
const settings = fc.record({
  margin: fc.integer({ min: 0, max: 50 }).map((value) => value / 100),
  better: fc.constantFrom('higher' as const, 'lower' as const),
});

/** `-0` and `0` are one difference. */
const mirrored = ({ low, high }: Interval) => ({ low: 0 - high, high: 0 - low });

describe('laws of the paired difference', () => {
  it('mirrors exactly when the two sides are swapped', () => {
    fc.assert(
      fc.property(sample, settings, (pairs, { margin, better }) => {
        const a = scored(pairs.map(([value]) => value));
        const b = scored(pairs.map(([, value]) => value));
        const ab = pairedDifference({ a, b, better, margin });
        const ba = pairedDifference({ a: b, b: a, better, margin });
        if (ab.kind === 'not-compared' || ba.kind === 'not-compared') return ab.kind === ba.kind;
        expect(ba.standing).toBe(OPPOSITE[ab.standing]);
        expect(0 + ba.difference).toBe(0 - ab.difference);
        expect({ low: 0 + ba.interval.low, high: 0 + ba.interval.high }).toEqual(mirrored(ab.interval));
        expect(ba.aBetterRatio + ab.aBetterRatio).toBeCloseTo(1, 12);
        return true;
      }),
    );
  });

  it('never calls a contender better than itself', () => {
    fc.assert(
      fc.property(sample, settings, (pairs, { margin, better }) => {
        const a = scored(pairs.map(([value]) => value));
        const self = pairedDifference({ a, b: a, better, margin });
        expect(self.kind === 'not-compared' || self.standing === 'equivalent').toBe(true);
      }),
    );
  });

  it('does not depend on the order of the resamples', () => {
    fc.assert(
      fc.property(sample, settings, (pairs, { margin, better }) => {
        const of = (list: typeof pairs) =>
          pairedDifference({
            a: scored(list.map(([value]) => value)),
            b: scored(list.map(([, value]) => value)),
            better,
            margin,
          });
        const [one, other] = [of(pairs), of([...pairs].reverse())];
        if (one.kind === 'compared' && other.kind === 'compared') {
          expect(other.interval).toEqual(one.interval);
          expect(other.standing).toBe(one.standing);
        } else expect(other.kind).toBe(one.kind);
      }),
    );
  });

  it('says more only with less margin: better at a margin is better at every smaller one', () => {
    fc.assert(
      fc.property(sample, settings, fc.double({ min: 0, max: 1, noNaN: true }), (pairs, { margin, better }, share) => {
        const [a, b] = [scored(pairs.map(([value]) => value)), scored(pairs.map(([, value]) => value))];
        const wide = pairedDifference({ a, b, better, margin });
        const narrow = pairedDifference({ a, b, better, margin: margin * share });
        if (wide.kind === 'compared' && wide.standing === 'better')
          expect(narrow).toMatchObject({ standing: 'better' });
      }),
    );
  });
});
