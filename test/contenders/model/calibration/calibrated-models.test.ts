import { describe, expect, it } from 'vitest';
import { isUnderPromise, measurePromise } from '../../../../src/accuracy/measure-promise.ts';
import { watchAssignments } from '../../../../src/accuracy/watch-assignments.ts';
import { type Contender, promiseOf } from '../../../../src/contenders/contract.ts';
import { autoencoderContender } from '../../../../src/contenders/model/autoencoder.ts';
import { forecasterContender } from '../../../../src/contenders/model/forecaster/forecaster.ts';
import { InputError } from '../../../../src/faults.ts';
import { observeAll, replay } from '../../../../src/replay/replay.ts';
import { QUICK, shop, unlabelled, withColumn } from '../shop.ts';

const DAYS = 288;
const train = [unlabelled(shop(10 * DAYS))];
const RATE = 0.01;

const MODELS = (['conformal', 'pot'] as const).flatMap((calibration) => [
  ['autoencoder', calibration, autoencoderContender({ ...QUICK, calibration, falseAlarmRate: RATE })] as const,
  ['forecaster', calibration, forecasterContender({ steps: 200, calibration, falseAlarmRate: RATE })] as const,
]);

/** On other days of the same shop: nothing but noise. */
async function measured(contender: Contender) {
  const tasks = [2, 3, 4].map((seed) => ({ labelled: unlabelled(shop(7 * DAYS, seed)), fromRow: 0, group: `${seed}` }));
  const { judged } = await watchAssignments({ contender, assignments: [{ train, tune: [], judged: tasks }], seed: 1 });
  return measurePromise(judged.filter(isUnderPromise))!;
}

describe.each(MODELS)('%s calibrated by %s', (_, by, contender) => {
  it('promises in its own name and keeps the promise on quiet days it has not seen', async () => {
    const result = await measured(contender);
    expect(result).toMatchObject({ by, falseAlarmRate: RATE });
    expect(result.rows).toBeGreaterThan(5000);
    if (result.measured.kind === 'undefined') throw new Error(result.measured.reason);
    expect(result.measured.interval!.low).toBeLessThanOrEqual(RATE);
    expect(result.measured.interval!.high).toBeGreaterThanOrEqual(RATE / 4); // and is not merely silent
  });

  it('sees an incident, says how rare such an error is, and goes on from a snapshot as if uninterrupted', async () => {
    const watcher = await contender.fit({ train, seed: 1 });
    const broken = withColumn(shop(400, 5), 2, (value, row) => (row >= 300 ? value + 60 : value));
    const verdicts = observeAll(watcher, broken);
    const last = verdicts.at(-1)!;
    if (last.kind === 'abstained') throw new Error(last.reason);
    expect(last.score).toBeGreaterThan(1);
    expect(last.causes[0]!.text).toMatch(/^latency .*; so large an error comes once in [\d,e]+ ordinary rows$/);

    const session = watcher.open(broken.channels);
    const at = (row: number) => ({
      timestampMs: broken.timestampsMs[row]!,
      values: Float64Array.from(broken.columns, (column) => column[row]!),
    });
    for (let row = 0; row < 310; row++) session.observe(at(row));
    const resumed = watcher.open(broken.channels, session.snapshot());
    expect(resumed.observe(at(310))).toEqual(verdicts[310]);
    watcher.dispose();
  });

  it('is the same restored from its artefact, promise and all', async () => {
    const watcher = await contender.fit({ train, seed: 1 });
    const restored = await contender.restore(watcher.artefact());
    expect(promiseOf(restored)).toEqual(promiseOf(watcher));
    expect(replay(restored, shop(300, 6)).scores).toEqual(replay(watcher, shop(300, 6)).scores);
    for (const each of [watcher, restored]) each.dispose();
  });

  it('abstains throughout, and says why, where too little was held back for the promise', async () => {
    const watcher = await contender.fit({ train: [unlabelled(shop(400))], seed: 1 });
    expect(promiseOf(watcher)).toBeNull();
    const reasons = new Set(
      observeAll(watcher, shop(50, 2)).map((verdict) => verdict.kind === 'abstained' && verdict.reason),
    );
    expect([...reasons]).toEqual([
      expect.stringMatching(/^learned nothing: (conformal needs 99 rows|pot needs 25 errors)/),
    ]);
  });
});

describe('settings that cannot keep a promise', () => {
  it('are refused: nothing held back, networks that learn on, a rate that is none', () => {
    expect(() => autoencoderContender({ calibration: 'pot', holdBackRatio: 0 })).toThrow(
      /calibrated on rows held back/,
    );
    expect(() => forecasterContender({ calibration: 'pot', mode: 'online' })).toThrow(/does not go with mode online/);
    for (const falseAlarmRate of [0, 0.5, -1]) {
      expect(() => forecasterContender({ calibration: 'conformal', falseAlarmRate })).toThrow(InputError);
    }
  });

  it('say how many rows they need to learn from', () => {
    expect(autoencoderContender({ calibration: 'conformal', falseAlarmRate: 0.01 }).traits.trainingRows).toBe(545);
    expect(autoencoderContender().traits.trainingRows).toBeUndefined();
  });
});
