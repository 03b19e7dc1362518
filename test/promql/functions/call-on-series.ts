import fc from 'fast-check';
import { stepsOf } from '../../../src/promql/evaluate/steps.ts';
import type { Annotation, Windows } from '../../../src/promql/evaluated.ts';
import type { RangeFunction } from '../../../src/promql/functions/function.ts';
import { FUNCTION_BY_NAME } from '../../../src/promql/functions/functions.ts';
import { labelsOfRecord } from '../../../src/promql/labels.ts';

export interface Sample {
  readonly t: number;
  readonly v: number;
}

/** One series and the steps at which a range function looks at it. */
export interface Case {
  readonly samples: readonly Sample[];
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
  readonly rangeMs: number;
}

const value = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -3, max: 9 }) },
  { weight: 4, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e308, -1e308),
  },
);

export const anyCase: fc.Arbitrary<Case> = fc.record({
  samples: fc
    .array(fc.record({ gap: fc.integer({ min: 1, max: 90_000 }), v: value }), { maxLength: 40 })
    .map((gaps) => {
      let t = -20_000;
      return gaps.map(({ gap, v }) => {
        t += gap;
        return { t, v };
      });
    }),
  startMs: fc.integer({ min: -60_000, max: 600_000 }),
  stepMs: fc.integer({ min: 1, max: 120_000 }),
  count: fc.integer({ min: 1, max: 25 }),
  rangeMs: fc.integer({ min: 1, max: 600_000 }),
});

/** The samples of each window, found one by one. */
export function windowsOfCase({
  samples,
  startMs,
  stepMs,
  count,
  rangeMs,
}: Case): { endMs: number; samples: Sample[] }[] {
  return Array.from({ length: count }, (_, i) => {
    const endMs = startMs + i * stepMs;
    return { endMs, samples: samples.filter(({ t }) => t > endMs - rangeMs && t <= endMs) };
  });
}

/** What the function gives at each step (null: nothing), and what it remarks. */
export function callOnSeries(
  name: string,
  given: Case,
  scalars: readonly number[] = [],
  { metric = 'x_total', olderExtrapolation = false } = {},
): { readonly values: (number | null)[]; readonly annotations: readonly Annotation[] } {
  const fn = FUNCTION_BY_NAME.get(name) as RangeFunction;
  const steps = stepsOf({
    startMs: given.startMs,
    endMs: given.startMs + (given.count - 1) * given.stepMs,
    stepMs: given.stepMs,
  });
  const indexAfter = (limitMs: number): number => given.samples.filter(({ t }) => t <= limitMs).length;
  const windows: Windows = {
    labels: labelsOfRecord({ __name__: metric }),
    timestampsMs: Float64Array.from(given.samples, ({ t }) => t),
    values: Float64Array.from(given.samples, ({ v }) => v),
    from: Int32Array.from(steps.timesMs, (endMs) => indexAfter(endMs - given.rangeMs)),
    to: Int32Array.from(steps.timesMs, indexAfter),
    endsMs: steps.timesMs,
    rangeMs: given.rangeMs,
  };
  const span = { from: 0, to: 0 };
  const annotations: Annotation[] = [];
  const values = new Float64Array(given.count);
  const present = new Uint8Array(given.count);
  fn.evaluate(
    windows,
    scalars.map((scalar) => new Float64Array(given.count).fill(scalar)),
    { values, present },
    {
      call: { kind: 'call', span, name, args: scalars.concat(0).map((n) => ({ kind: 'number', span, value: n })) },
      steps,
      annotate: (annotation) => annotations.push(annotation),
      delayedNameRemoval: false,
      olderExtrapolation,
    },
  );
  return { values: Array.from(values, (number, i) => (present[i] === 1 ? number : null)), annotations };
}

/** The function agrees to the last bit, at every step, with a definition that looks at one window alone. */
export function holdsForEveryWindow(
  name: string,
  definition: (
    samples: readonly Sample[],
    window: { readonly endMs: number; readonly rangeMs: number },
  ) => number | null,
  scalars: readonly number[] = [],
  settings: { readonly olderExtrapolation?: boolean } = {},
): void {
  fc.assert(
    fc.property(anyCase, (given) => {
      const expected = windowsOfCase(given).map(({ endMs, samples }) =>
        definition(samples, { endMs, rangeMs: given.rangeMs }),
      );
      const { values } = callOnSeries(name, given, scalars, settings);
      return values.every((got, i) => Object.is(got, expected[i])) && values.length === expected.length;
    }),
    { numRuns: 400 },
  );
}
