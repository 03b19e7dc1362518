import { z } from 'zod';
import { parseDurationMs } from '../../../duration.ts';
import { duration } from '../../duration-setting.ts';
import type { State } from '../../state-codec.ts';
import { overChannels } from '../common-fields.ts';
import type { RuleKind, Sighting } from '../rule-kind.ts';
import { boundedRatio, summable } from '../severity.ts';
import { describeSignal, openSignal, signalSchema } from '../signals/signal-spec.ts';
import { LongRun } from '../statistics/long-run.ts';
import { PointMeans } from '../statistics/point-means.ts';

const test = z.union([z.literal(1), z.literal(2), z.literal(5)]);
type Test = z.output<typeof test>;

const schema = z.strictObject({
  kind: z.literal('nelson'),
  ...overChannels,
  of: signalSchema
    .unwrap()
    .prefault('seasonal-residual')
    .describe('What is charted: value, change, level-shift or seasonal-residual, with its settings if need be.'),
  tests: z
    .array(test)
    .min(1)
    .max(3)
    .default([1, 2, 5])
    .describe(
      '1: a point beyond three standard deviations; 2: nine points in a row on one side of the mean; 5: two of three points in a row beyond two standard deviations on the same side.',
    ),
  sides: z.enum(['above', 'below', 'both']).default('both'),
  point: duration
    .default('15m')
    .describe('Readings this close together are averaged into one point of the chart; 0s: every reading is a point.'),
  minPoints: z.number().int().min(2).default(30).describe('Points the history must hold before the rule speaks.'),
});
export type NelsonRule = z.output<typeof schema>;

/** The constants of the tests as published: L. S. Nelson, Journal of Quality Technology 16 (1984), 237-239. */
const BEYOND = 3;
const IN_A_ROW = 9;
const TWO_OF_THREE_BEYOND = 2;

const TEST_WORDS: Readonly<Record<Test, string>> = {
  1: `a point beyond ${BEYOND} standard deviations`,
  2: `${IN_A_ROW} points in a row on one side of the mean`,
  5: `two of three points in a row beyond ${TWO_OF_THREE_BEYOND} standard deviations`,
};

interface Learned {
  readonly signal: State;
  readonly history: State;
}
type Told = Sighting & { readonly test: Test };
interface Saved extends Learned {
  readonly points: State;
  readonly recent: readonly number[];
  readonly run: number;
  readonly told: Told | null;
}

/**
 * Shewhart chart of a signal's points against the mean and standard deviation of all its earlier points, with Nelson's
 * first, second and fifth test. Between two points the last one stands.
 */
export const nelsonRule: RuleKind<NelsonRule> = {
  schema,
  learns: true,
  readsAbsence: false,
  readsTime: false,
  scaleFree: true,
  warmupRows: ({ minPoints }) => minPoints,
  words: ({ of, tests, sides, point, minPoints }) => {
    const chart = `on a chart of ${describeSignal(of)}, ${parseDurationMs(point) === 0 ? 'reading by reading' : `a point every ${point}`}`;
    const side = sides === 'both' ? 'on either side' : `${sides} the mean`;
    return {
      raises: `${chart}, there is ${tests.map((each) => TEST_WORDS[each]).join(', or ')} (${side})`,
      blindTo: [
        'a shift that lasts: in time it is part of the history it is held against',
        'what lasts less than a point',
        `its first ${minPoints} points, those of training included`,
      ],
    };
  },
  detector(rule, { learned, from }) {
    const saved = from as unknown as Saved | undefined;
    const taught = learned as unknown as Learned | undefined;
    const signal = openSignal(rule.of, taught?.signal, saved?.signal);
    const history = new LongRun((saved ?? taught)?.history);
    const points = new PointMeans(parseDurationMs(rule.point), saved?.points);
    /** z of the newest points, at most three, oldest first. */
    let recent: readonly number[] = saved?.recent ?? [];
    /** Points in a row on one side of the mean: positive above, negative below. */
    let run = saved?.run ?? 0;
    let told: Told | null = saved?.told ?? null;

    return {
      see(nowMs, reading, learn): Sighting | null {
        const value = signal.next(nowMs, summable(reading), learn !== 'no');
        if (value === null) return null;
        points.add(nowMs, value, (point) => {
          if (history.count >= rule.minPoints) judge(history.z(point));
          if (learn !== 'no') history.add(point, summable(reading));
        });
        return told;
      },
      lose() {
        points.lose();
        [recent, run, told] = [[], 0, null];
      },
      sentence: ({ observed }) => `${sentenceOf(told!.test, observed)} in ${describeSignal(rule.of)}`, // told is what was seen
      learned: () => ({ signal: signal.learned(), history: history.state() }),
      state: () => ({
        signal: signal.state(),
        history: history.state(),
        points: points.state(),
        recent,
        run,
        told: told as unknown as State,
      }),
    };

    function judge(z: number): void {
      recent = [...recent.slice(-2), z];
      const side = Math.sign(z);
      run = side === 0 ? 0 : Math.sign(run) === side ? run + side : side;
      told = rule.tests.map(sight).reduce((worst, each) => (isWorse(each, worst) ? each : worst));
    }

    function sight(test: Test): Told {
      switch (test) {
        case 1:
          return beyond(test, sided(recent.at(-1)!), BEYOND);
        case 2: {
          const length = sided(run);
          return { test, ...limitAt(length, IN_A_ROW, Math.abs(length) >= IN_A_ROW) };
        }
        case 5: {
          const above = Math.max(0, sided(recent.toSorted((a, b) => b - a)[1] ?? 0));
          const below = Math.min(0, sided(recent.toSorted((a, b) => a - b)[1] ?? 0));
          const second = above >= -below ? above : below;
          return beyond(test, second, TWO_OF_THREE_BEYOND);
        }
      }
    }

    /** What points the other way than is asked for counts as nothing. */
    function sided(signed: number): number {
      if (rule.sides === 'above') return Math.max(0, signed);
      return rule.sides === 'below' ? Math.min(0, signed) : signed;
    }
  },
};

const beyond = (test: Test, z: number, limit: number): Told => ({ test, ...limitAt(z, limit, Math.abs(z) > limit) });

function limitAt(observed: number, limit: number, over: boolean): Sighting {
  const ratio = boundedRatio(Math.abs(observed) / limit);
  return { over, clear: !over, ratio, observed, limit: observed < 0 ? -limit : limit };
}

const isWorse = (one: Told, other: Told): boolean =>
  one.over === other.over ? one.ratio > other.ratio : one.over && !other.over;

function sentenceOf(test: Test, observed: number): string {
  const side = observed < 0 ? 'below' : 'above';
  const size = Math.abs(observed);
  switch (test) {
    case 1:
      return `has a point ${size.toFixed(1)} standard deviations ${side} its mean (limit ${BEYOND})`;
    case 2:
      return `has ${size} points in a row ${side} its mean (limit ${IN_A_ROW})`;
    case 5:
      return `has two of its last three points at least ${size.toFixed(1)} standard deviations ${side} its mean (limit ${TWO_OF_THREE_BEYOND})`;
  }
}
