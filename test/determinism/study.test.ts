import { describe, expect, it } from 'vitest';
import type { Contender } from '../../src/contenders/contract.ts';
import type { Compared } from '../../src/determinism/compare-runs.ts';
import { studyDeterminism } from '../../src/determinism/study.ts';
import { sha256 } from '../../src/digest.ts';
import { InputError } from '../../src/faults.ts';
import type { ErrandReport, SendErrand } from '../../src/record/errand.ts';
import { determinismResultSchema } from '../../src/record/schema.ts';
import type { Assignment } from '../../src/replay/assignment.ts';
import { replay } from '../../src/replay/replay.ts';
import {
  abstained,
  assignmentOf,
  BURSTS,
  fakeContender,
  infoOf,
  scored,
  seeded,
  steady,
  unseeded,
  watchTask,
} from './fake-contenders.ts';

const POLICY = { clearRatio: 1, holdMs: 0, keepMs: 0, cooldownMs: 0 };
const ASSIGNMENT = assignmentOf(watchTask(BURSTS, 20, 'one'), watchTask([...BURSTS].reverse(), 0, 'two'));

/** A process of its own, played by fitting `elsewhere` here. */
function processOf(elsewhere: Contender, { train, judged }: Assignment): SendErrand {
  return async (errand): Promise<ErrandReport> => {
    if (errand.kind !== 'fit-and-replay') throw new Error(`unexpected ${errand.kind}`);
    const watcher = await elsewhere.fit({ train, seed: errand.seed });
    const traces = judged.map(({ labelled: { recording } }) => ({
      recording: recording.id,
      scoresBase64: Buffer.from(replay(watcher, recording).scores.buffer).toString('base64'),
    }));
    return { kind: 'fit-and-replay', artefactDigest: sha256(watcher.artefact()), traces };
  };
}

interface Options {
  readonly elsewhere?: Contender;
  readonly assignment?: Assignment;
  readonly seeds?: readonly number[];
  readonly repeats?: number;
  readonly thresholdFor?: number;
  readonly onProgress?: (share: number) => void;
}

async function study(contender: Contender, { elsewhere = contender, assignment = ASSIGNMENT, ...rest }: Options = {}) {
  return studyDeterminism({
    contender,
    info: infoOf(contender),
    assignment,
    seeds: [1, 2, 3],
    repeats: 3,
    policy: POLICY,
    sendErrand: processOf(elsewhere, assignment),
    ...rest,
  });
}

function compared({ rungs }: Awaited<ReturnType<typeof study>>, name: string): Compared {
  const outcome = rungs.find(({ rung }) => rung === name)?.outcome;
  if (outcome?.kind !== 'compared') throw new Error(`${name} was not compared`);
  return outcome;
}

const RUNGS = ['repeat-in-process', 'restored', 'retrain-same-seed', 'new-process', 'retrain-over-seeds'];

describe('determinism study', () => {
  it('finds nothing on any rung for a contender without randomness, and bounds what it did not find', async () => {
    const result = await study(steady().contender);
    expect(result.rungs.map(({ rung }) => rung)).toEqual(RUNGS);
    for (const rung of RUNGS) {
      expect(compared(result, rung)).toMatchObject({
        repeats: 3,
        distinctScores: 1,
        distinctAlerts: 1,
        firstDivergence: null,
        maxScoreDifference: 0,
        churn: 0,
        alertSetChurn: { kind: 'defined', value: 0 },
        instabilityBound95: 1 - Math.sqrt(0.05),
      });
    }
    expect(compared(result, 'new-process').distinctArtefacts).toBe(1);
    expect(compared(result, 'repeat-in-process').distinctArtefacts).toBeNull();
  });

  it('charges a seeded contender with its seeds alone', async () => {
    const result = await study(seeded().contender);
    for (const rung of RUNGS.slice(0, 4)) expect(compared(result, rung).distinctScores).toBe(1);
    const overSeeds = compared(result, 'retrain-over-seeds');
    expect(overSeeds).toMatchObject({ repeats: 3, distinctArtefacts: 3, distinctScores: 3, instabilityBound95: null });
    expect(overSeeds.firstDivergence).toMatchObject({ recording: 'one', row: 0, timestampMs: 0 });
    expect(overSeeds.maxScoreDifference).toBeGreaterThan(0);
    expect(overSeeds.churn).toBeGreaterThan(0);
  });

  it('sees unseeded chance as soon as it fits again, and not before', async () => {
    const result = await study(unseeded().contender);
    expect(compared(result, 'repeat-in-process').distinctScores).toBe(1);
    expect(compared(result, 'restored').distinctScores).toBe(1);
    expect(compared(result, 'retrain-same-seed')).toMatchObject({ distinctArtefacts: 3, distinctScores: 3 });
  });

  it('sees a dependence on the process on that rung alone', async () => {
    const elsewhere = fakeContender(
      () => 7,
      (reading, row) => scored(row === 41 ? reading + 1e-12 : reading),
    );
    const result = await study(steady().contender, { elsewhere: elsewhere.contender });
    const newProcess = compared(result, 'new-process');
    expect(newProcess).toMatchObject({ distinctArtefacts: 1, distinctScores: 2, distinctAlerts: 1, churn: 0 });
    expect(newProcess.firstDivergence).toMatchObject({ recording: 'one', row: 41, one: String(BURSTS[41]) });
    expect(newProcess.instabilityBound95).toBeNull();
    expect(compared(result, 'retrain-same-seed').distinctScores).toBe(1);
  });

  it('sees a watcher that remembers earlier sessions', async () => {
    let sessions = 0;
    const { contender } = fakeContender(
      () => 7,
      (reading, row) => {
        if (row === 0) sessions++;
        return scored(reading + sessions);
      },
    );
    const assignment = assignmentOf(watchTask(BURSTS));
    expect(compared(await study(contender, { assignment }), 'repeat-in-process').distinctScores).toBe(3);
  });

  it('counts abstaining where another run scored as a changed decision', async () => {
    const { contender } = fakeContender(
      (seed) => seed,
      (reading, row, seed) => (row < 10 && seed === 2 ? abstained : scored(reading)),
    );
    const assignment = assignmentOf(watchTask(BURSTS));
    const overSeeds = compared(await study(contender, { assignment, seeds: [1, 2] }), 'retrain-over-seeds');
    expect(overSeeds.churn).toBeCloseTo(10 / BURSTS.length, 12);
    expect(overSeeds.maxScoreDifference).toBe(0);
    expect(overSeeds.firstDivergence).toMatchObject({ row: 0, other: 'abstained' });
  });

  it('leaves rows before the judged part out of churn, but not out of the digests', async () => {
    const { contender } = fakeContender(
      (seed) => seed,
      (reading, row, seed) => (row < 10 && seed === 2 ? abstained : scored(reading)),
    );
    const assignment = assignmentOf(watchTask(BURSTS, 10));
    const overSeeds = compared(await study(contender, { assignment, seeds: [1, 2] }), 'retrain-over-seeds');
    expect(overSeeds).toMatchObject({ churn: 0, distinctScores: 2 });
  });

  it('uses the threshold it is given for every run', async () => {
    const never = await study(steady().contender, { thresholdFor: 1e9 });
    expect(compared(never, 'repeat-in-process').alertSetChurn).toEqual({ kind: 'undefined', reason: 'no-run-alerted' });
  });

  it('says that one seed leaves nothing to compare', async () => {
    const { rungs } = await study(steady().contender, { seeds: [1] });
    expect(rungs.at(-1)?.outcome.kind).toBe('not-applicable');
  });

  it('gives a result that the record accepts, lets every watcher go and reports progress up to 1', async () => {
    const { contender, open } = seeded();
    const shares: number[] = [];
    const here = steady().contender;
    const result = await study(contender, { elsewhere: here, onProgress: (share) => shares.push(share) });
    expect(determinismResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
    expect(open.size).toBe(0);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('refuses fewer than two runs: one run agrees with itself', async () => {
    await expect(study(steady().contender, { repeats: 1 })).rejects.toThrow(InputError);
  });

  it('fails when another process answers for other recordings', async () => {
    const wrong: SendErrand = async () => ({ kind: 'fit-and-replay', artefactDigest: 'sha256:0', traces: [] });
    const { contender, open } = steady();
    const task = { contender, info: infoOf(contender), assignment: ASSIGNMENT, seeds: [1], repeats: 2, policy: POLICY };
    await expect(studyDeterminism({ ...task, sendErrand: wrong })).rejects.toThrow(/expected a trace of one/);
    expect(open.size).toBe(0);
  });
});
