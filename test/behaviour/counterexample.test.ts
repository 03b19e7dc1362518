import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Counterexample,
  decodeCase,
  decodeCounterexample,
  encodeCase,
  readCounterexample,
} from '../../src/behaviour/counterexample.ts';
import type { BehaviourCase } from '../../src/behaviour/property.ts';
import { replayCounterexample } from '../../src/behaviour/replay-counterexample.ts';
import { studyBehaviour } from '../../src/behaviour/study.ts';
import type { Contender } from '../../src/contenders/contract.ts';
import { InputError } from '../../src/faults.ts';
import type { Json } from '../../src/json.ts';
import { parseDocument } from '../../src/telemetry/positioned-document.ts';
import type { Recording } from '../../src/telemetry/recording.ts';
import { forgetsStateInSnapshot } from '../saboteurs/forgets-state-in-snapshot.ts';
import { HONEST_TRAITS, honestDetector } from '../saboteurs/honest-detector.ts';
import { rescored, withSession } from '../saboteurs/sin.ts';
import { smallTraining } from './training-data.ts';

/** Names as labels and numbers have them; no JSON object can be trusted with `__proto__`. */
const anyName = fc.string().filter((name) => name !== '__proto__');

const anyRecording: fc.Arbitrary<Recording> = fc
  .record({ rows: fc.nat({ max: 5 }), channels: fc.nat({ max: 3 }) })
  .chain(({ rows, channels }) =>
    fc.record({
      id: fc.string(),
      channels: fc.array(
        fc.record({
          labels: fc.dictionary(anyName, fc.string(), { noNullPrototype: true }),
          unit: fc.string(),
          kind: fc.constantFrom('gauge' as const, 'counter' as const),
        }),
        { minLength: channels, maxLength: channels },
      ),
      timestampsMs: fc.float64Array({ minLength: rows, maxLength: rows }),
      columns: fc.array(fc.float64Array({ minLength: rows, maxLength: rows }), {
        minLength: channels,
        maxLength: channels,
      }),
    }),
  );

const anyCase: fc.Arbitrary<BehaviourCase> = fc.record({
  watched: anyRecording,
  beside: fc.option(anyRecording),
  numbers: fc.dictionary(anyName, fc.double(), { noNullPrototype: true }),
  story: fc.array(fc.string()),
});

/** Through text, as a file would have it. */
const throughText = (json: Json): Json => JSON.parse(JSON.stringify(json)) as Json;

async function foundBy(contender: Contender, property: string): Promise<Counterexample> {
  const { properties } = await studyBehaviour({
    contender,
    train: smallTraining(),
    seed: 3,
    runs: 40,
    properties: [property],
  });
  const { outcome } = properties[0]!;
  if (outcome.kind !== 'violated') throw new Error(`expected ${property} to be violated`);
  return decodeCounterexample(throughText(outcome.counterexample as Json));
}

describe('counterexample codec', () => {
  it('gives back every case, NaN, -0, infinities and denormals included', () => {
    fc.assert(
      fc.property(anyCase, (example) => {
        expect(decodeCase(throughText(encodeCase(example)))).toEqual(example);
      }),
      { seed: 1 },
    );
  });

  it('writes readings so that a person can read them', () => {
    const recording = {
      ...smallTraining()[0]!.recording,
      timestampsMs: Float64Array.of(5),
      columns: [1.5, Number.NaN, -0].map((v) => Float64Array.of(v)),
    };
    const json = encodeCase({
      watched: recording,
      beside: null,
      numbers: { cut: Number.POSITIVE_INFINITY },
      story: [],
    });
    expect(json).toMatchObject({
      watched: { timestampsMs: [5], columns: [[1.5], ['NaN'], ['-0']] },
      numbers: { cut: 'Infinity' },
    });
  });

  it('carries the training data by value', async () => {
    const found = await foundBy(forgetsStateInSnapshot(), 'snapshot-then-resume-equals-uninterrupted');
    expect(found.training).toEqual(smallTraining());
  });

  it('says everything that is wrong with a file at once, naming the file', () => {
    const wrong = `{
  "kind": "something-else",
  "schemaVersion": 1,
  "case": { "watched": null, "beside": null, "numbers": { "cut": "many" }, "story": [] }
}`;
    const read = () => readCounterexample(parseDocument(wrong, 'broken.json'));
    expect(read).toThrow(InputError);
    for (const place of [
      'broken.json:2:11: kind:',
      'broken.json:4:24: case.watched:',
      'broken.json:4:66: case.numbers.cut:',
    ]) {
      expect(read).toThrow(place);
    }
    expect(read).toThrow(/property: .*document\/missing-key/);
  });

  it('refuses columns that do not fit the channels or the timestamps', () => {
    const watched = { id: 'x', channels: [], timestampsMs: [1, 2], columns: [[1]] };
    expect(() => decodeCase({ watched, beside: null, numbers: {}, story: [] })).toThrow(
      /1 columns for 0 channels[\s\S]*column 1 has 1 readings for 2 timestamps/,
    );
  });
});

describe('replaying a counterexample', () => {
  const property = 'snapshot-then-resume-equals-uninterrupted';
  const replayed = async (contender: Contender, change: Partial<Counterexample> = {}) => {
    const counterexample = { ...(await foundBy(forgetsStateInSnapshot(), property)), ...change };
    return replayCounterexample({ contender, counterexample });
  };

  it('still fails while the fault is there, with what breaks now', async () => {
    const outcome = await replayed(forgetsStateInSnapshot());
    expect(outcome).toMatchObject({ kind: 'still-fails', message: expect.stringContaining('resumed from a snapshot') });
  });

  it('is fixed once the fault is gone', async () => {
    expect(await replayed(honestDetector())).toEqual({ kind: 'fixed' });
  });

  it('is flaky when the fault comes and goes', async () => {
    let sessions = 0;
    const contender = withSession('now-and-then', (session) => {
      const isOdd = sessions++ === 0;
      return { observe: (at) => rescored(session.observe(at), (score) => (isOdd ? score + 1 : score)) };
    });
    expect(await replayed(contender)).toMatchObject({ kind: 'flaky', failures: 1, runs: 3 });
  });

  it('is stale when the property is of another version, gone, or asks nothing of the contender any more', async () => {
    const stored = { id: property, version: 1, claim: '' };
    expect(await replayed(honestDetector(), { property: { ...stored, version: 99 } })).toEqual({
      kind: 'stale',
      reason: `${property} is now version 1, this is of version 99`,
    });
    expect(await replayed(honestDetector(), { property: { ...stored, id: 'gone' } })).toEqual({
      kind: 'stale',
      reason: 'there is no property gone any more',
    });
    const unseeded = honestDetector({ ...HONEST_TRAITS, randomness: 'unseeded' });
    expect(await replayed(unseeded)).toMatchObject({
      kind: 'stale',
      reason: expect.stringContaining('does not apply'),
    });
  });
});
