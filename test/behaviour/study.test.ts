import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseOf } from '../../src/behaviour/cases/any-telemetry.ts';
import { buildTelemetry } from '../../src/behaviour/cases/telemetry.ts';
import { PROPERTIES } from '../../src/behaviour/properties.ts';
import type { Property } from '../../src/behaviour/property.ts';
import { runProperty, runsOf } from '../../src/behaviour/run-property.ts';
import { type BehaviourTask, studyBehaviour } from '../../src/behaviour/study.ts';
import { withStudyContext } from '../../src/behaviour/study-context.ts';
import { InputError } from '../../src/faults.ts';
import { behaviourResultSchema, type PropertyOutcome } from '../../src/record/schema.ts';
import { FakeBackend, HONEST_TRAITS, honestDetector } from '../saboteurs/honest-detector.ts';
import { peeksAhead } from '../saboteurs/peeks-ahead.ts';
import { rescored, withSession } from '../saboteurs/sin.ts';
import { smallTraining } from './training-data.ts';

const task = (changes: Partial<BehaviourTask> = {}): BehaviourTask => ({
  contender: honestDetector(),
  train: smallTraining(),
  seed: 3,
  runs: 20,
  ...changes,
});

async function outcomeOf(property: string, changes: Partial<BehaviourTask> = {}): Promise<PropertyOutcome> {
  const { properties } = await studyBehaviour(task({ ...changes, properties: [property] }));
  expect(properties).toHaveLength(1);
  return properties[0]!.outcome;
}

const info = {
  name: 'honest',
  use: 'honest',
  traits: { ...HONEST_TRAITS, claims: [] },
  config: {},
};

function propertyWith(overrides: Partial<Property>): Property {
  return {
    id: 'made-up',
    version: 1,
    claim: 'Made up.',
    scope: 'must',
    kind: 'frozen',
    appliesTo: () => null,
    arbitrary: ({ shape }) =>
      fc
        .integer({ min: 1, max: 9 })
        .map((rows) => caseOf(buildTelemetry(shape, { rows, noiseSeed: 1, events: [], gaps: [] }), { rows })),
    holds: async () => null,
    ...overrides,
  };
}

const run = (property: Property, runs = 20) =>
  withStudyContext(task(), (context) => runProperty(property, context, { info, runs }));

describe('behaviour study', () => {
  it('gives a zero count with its bound: 1 - 0.05^(1/runs)', async () => {
    const outcome = await outcomeOf('same-input-same-verdicts', { runs: 100 });
    expect(outcome).toMatchObject({ kind: 'held', runs: 100, skips: 0 });
    expect(outcome.kind === 'held' && outcome.violationBound95).toBeCloseTo(0.0295, 4);
  });

  it('gives refit properties a twentieth of the runs, at least three, and the wider bound that goes with it', async () => {
    const outcome = await outcomeOf('same-seed-same-verdicts', { runs: 80 });
    expect(outcome).toMatchObject({ kind: 'held', runs: 4, violationBound95: 1 - 0.05 ** (1 / 4) });
    expect(runsOf(propertyWith({ kind: 'refit' }), 5)).toBe(3);
  });

  it('gives the same result for the same seed, byte for byte, failures included', async () => {
    const [one, other] = [
      await studyBehaviour(task({ contender: peeksAhead() })),
      await studyBehaviour(task({ contender: peeksAhead() })),
    ];
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });

  it('fits the record, failures included', async () => {
    const result = await studyBehaviour(task({ contender: peeksAhead() }));
    expect(behaviourResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  });

  it('runs the whole catalogue in its order where no property is named, telling of each before it runs', async () => {
    const told: string[] = [];
    const onProgress: BehaviourTask['onProgress'] = ({ property, finished, total }) => {
      expect([finished, total]).toEqual([told.length, PROPERTIES.length]);
      told.push(property);
    };
    const { properties } = await studyBehaviour(task({ runs: 1, onProgress }));
    const ids = PROPERTIES.map(({ id }) => id);
    expect(told).toEqual(ids);
    expect(properties.map(({ property }) => property)).toEqual(ids);
  });

  it('shrinks a failure to an incident one can read', async () => {
    const outcome = await outcomeOf('future-does-not-change-the-past', { contender: peeksAhead(), runs: 60 });
    if (outcome.kind !== 'violated') throw new Error('expected a violation');
    const { story } = outcome.counterexample.case as { story: string[] };
    expect(outcome.shrinks).toBeGreaterThan(0);
    expect(story.length).toBeLessThanOrEqual(4);
    expect(outcome.message).toMatch(
      /^row \d+: scored .* when the recording ends after row \d+, scored .* when it goes on$/,
    );
  });

  it('reports what a contender throws as a violation, and goes on', async () => {
    const contender = withSession('throws', () => ({
      observe: () => {
        throw new TypeError('no such thing');
      },
    }));
    const { properties } = await studyBehaviour(
      task({ contender, properties: ['same-input-same-verdicts', 'inputs-are-not-changed'] }),
    );
    expect(properties.map(({ outcome }) => outcome.kind)).toEqual(['violated', 'violated']);
    expect(properties[0]!.outcome).toMatchObject({ message: 'threw TypeError: no such thing', reproduces: 'always' });
  });

  it('lets a fit that fails speak for itself', async () => {
    const contender = { ...honestDetector(), fit: () => Promise.reject(new Error('too little to learn from')) };
    await expect(studyBehaviour(task({ contender }))).rejects.toThrow('too little to learn from');
  });

  it('calls a failure that does not come back by that name', async () => {
    let sessions = 0;
    const contender = withSession('once', (session) => {
      const isOdd = ++sessions === 7;
      return { observe: (at) => rescored(session.observe(at), (score) => (isOdd ? score + 1 : score)) };
    });
    const outcome = await outcomeOf('same-input-same-verdicts', { contender });
    expect(outcome).toMatchObject({ kind: 'violated', reproduces: 'never' });
  });

  it('does not ask a contender with unseeded randomness to repeat itself', async () => {
    const contender = honestDetector({ ...HONEST_TRAITS, randomness: 'unseeded' });
    const outcome = await outcomeOf('same-input-same-verdicts', { contender });
    expect(outcome).toMatchObject({ kind: 'not-applicable', reason: expect.stringContaining('unseeded randomness') });
  });

  it('waits for a long warm-up, and says so where it is too long to wait for', async () => {
    const claim = 'obvious-spike-is-scored-above-quiet';
    const ready = await outcomeOf(claim, { contender: honestDetector({ ...HONEST_TRAITS, warmupRows: 300 }), runs: 3 });
    expect(ready.kind).toBe('held');
    const never = await outcomeOf(claim, { contender: honestDetector({ ...HONEST_TRAITS, warmupRows: 900 }), runs: 3 });
    expect(never).toMatchObject({ kind: 'not-applicable', reason: expect.stringContaining('warm-up of 900 rows') });
  });

  it('disposes of every watcher it made', async () => {
    const backend = new FakeBackend();
    await studyBehaviour(task({ contender: honestDetector(HONEST_TRAITS, backend), runs: 2 }));
    expect(backend.live).toBe(0);
  });

  it('refuses unknown properties and a wrong number of runs, all at once, with a suggestion', async () => {
    const failed = studyBehaviour(task({ properties: ['same-input-same-verdict', 'zzz'], runs: 0 }));
    const error: unknown = await failed.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    const { faults } = error as InputError;
    expect(faults.map(({ code }) => code)).toEqual(['behaviour/property', 'behaviour/property', 'behaviour/runs']);
    expect(faults[0].hint).toBe('did you mean "same-input-same-verdicts"?');
  });

  it('refuses to study nothing', async () => {
    await expect(studyBehaviour(task({ properties: [] }))).rejects.toThrow('a study of no property would show nothing');
  });
});

describe('running one property', () => {
  it('fails loudly when it runs zero cases', async () => {
    const holds = async () => {
      fc.pre(false);
      return null;
    };
    await expect(run(propertyWith({ holds }))).rejects.toThrow('property made-up ran 0 cases');
  });

  it('fails loudly when more cases are skipped than run', async () => {
    const holds: Property['holds'] = async (_context, { numbers }) => {
      fc.pre(numbers.rows === 1);
      return null;
    };
    await expect(run(propertyWith({ holds }), 60)).rejects.toThrow(/property made-up ran \d+ cases and skipped \d+/);
  });

  it('counts skipped cases beside the runs', async () => {
    const holds: Property['holds'] = async (_context, { numbers }) => {
      fc.pre(numbers.rows !== 2);
      return null;
    };
    const { outcome } = await run(propertyWith({ holds }), 60);
    expect(outcome).toMatchObject({ kind: 'held', runs: 60 });
    expect(outcome.kind === 'held' && outcome.skips).toBeGreaterThan(0);
  });
});
