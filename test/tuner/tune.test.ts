import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { studyAccuracy } from '../../src/accuracy/study.ts';
import type { InputError } from '../../src/faults.ts';
import { assignmentsOf } from '../../src/run/assignments.ts';
import { configSchema, type WatchbenchConfig } from '../../src/run/config.ts';
import { createContender } from '../../src/run/line-up.ts';
import { Interrupted } from '../../src/run/run-plan.ts';
import { chooseSettings, refuseUnequalTrials } from '../../src/tuner/choose-settings.ts';
import type { TuneEvent, TuneInput } from '../../src/tuner/run-trials.ts';
import type { TrialOutcome } from '../../src/tuner/trial-outcome.ts';
import { trialStore } from '../../src/tuner/trial-store.ts';
import { tune } from '../../src/tuner/tune.ts';
import { makeTunePlan } from '../../src/tuner/tune-plan.ts';
import { datasetOf, FOLDED, figureOf, inputOf, SPLIT, tunedOf, tuneHere } from './small-world.ts';

const CONFIG: WatchbenchConfig = { contenders: ['random', 'metronome', 'rolling-mad'], tune: { trials: 6 } };

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'watchbench-tune-'));
});
afterEach(() => rm(out, { recursive: true, force: true }));

/** Counts errands, and lets them finish in another order than they began. */
function counting(input: TuneInput) {
  const tried: string[] = [];
  const counted: TuneInput = {
    ...input,
    runErrand: async (errand) => {
      if (errand.kind === 'try-settings') tried.push(JSON.stringify(errand.contender.config));
      const outcome = await input.runErrand(errand);
      await new Promise((resolve) => setTimeout(resolve, (tried.length * 7) % 5));
      return outcome;
    },
  };
  return { counted, tried };
}

describe.each([
  { protocol: 'leave-one-out', dataset: FOLDED },
  { protocol: 'split', dataset: SPLIT },
])('a tune under $protocol', ({ dataset }) => {
  it('gives the same result byte for byte, whatever order its trials finish in', async () => {
    const once = await tune(await inputOf(dataset, CONFIG, { jobs: 1 }));
    const again = await tune(counting(await inputOf(dataset, CONFIG, { jobs: 4 })).counted);
    expect(JSON.stringify(again)).toBe(JSON.stringify(once));
  });

  it('tries other settings for another seed', async () => {
    const trialsOf = async (seed: number) =>
      tunedOf(await tuneHere(dataset, { ...CONFIG, tune: { trials: 6, seed } }), 'rolling-mad').trials;
    const [one, other] = [await trialsOf(1), await trialsOf(2)];
    expect(one[0]!.values).toEqual(other[0]!.values);
    expect(one[1]!.values).not.toEqual(other[1]!.values);
  });

  it('tries the same settings whoever else takes part and whatever a contender is called', async () => {
    const alone = await tuneHere(dataset, {
      contenders: [{ use: 'rolling-mad', name: 'mine' }],
      tune: { trials: 6 },
    });
    const among = await tuneHere(dataset, CONFIG);
    const { use: _, name: __, ...mine } = { ...alone.contenders[0]! };
    const { use: ___, name: ____, ...theirs } = { ...among.contenders[2]! };
    expect(JSON.stringify(mine)).toBe(JSON.stringify(theirs));
  });

  it('judges what was shipped exactly as the accuracy study does', async () => {
    const report = await tuneHere(dataset, CONFIG);
    const { plan } = (await inputOf(dataset, CONFIG)).tunePlan;
    for (const name of ['random', 'metronome', 'rolling-mad']) {
      const { contender } = await createContender(name, {}, dataset);
      const study = await studyAccuracy({
        contender,
        assignments: assignmentsOf(dataset, plan.protocol),
        seed: plan.seeds[0]!,
        planSeed: plan.seeds[0]!,
        settings: plan.accuracy,
        policy: plan.policy,
      });
      const { value } = study.metrics.find(({ metric }) => metric === 'event-f1')!;
      expect(tunedOf(report, name).asShipped.heldOut).toEqual(value);
    }
  });

  it('tells in-sample what choosing on the judged data itself promised, and what it exceeds held-out by as optimism', async () => {
    const report = await tuneHere(dataset, { ...CONFIG, tune: { trials: 12 } });
    for (const contender of report.contenders) {
      const tuned = tunedOf(report, contender.name);
      const [inSample, heldOut] = [figureOf(tuned.tuned.inSample), figureOf(tuned.tuned.heldOut)];
      expect(inSample).toBe(figureOf(tuned.inSampleFold.objective));
      expect(tuned.optimism).toMatchObject({ value: inSample - heldOut });
    }
  });

  it('runs equal settings once, and a contender with nothing to choose is as shipped', async () => {
    const { counted, tried } = counting(await inputOf(dataset, CONFIG));
    const report = await tune(counted);
    expect(new Set(tried).size).toBe(tried.length);
    expect(tried.length).toBe(
      report.contenders.reduce((sum, { name }) => sum + tunedOf(report, name).differentSettings, 0),
    );
    const random = tunedOf(report, 'random');
    expect(random).toMatchObject({ dimensions: [], differentSettings: 1, chosen: { trial: 0, values: {} } });
    expect(random.tuned.heldOut).toEqual(random.asShipped.heldOut);
    expect(random.gain).toMatchObject({ difference: 0 });
  });
});

describe('an interrupted tune', () => {
  it('goes on from the trials it has, and gives the result of one that was never interrupted', async () => {
    const whole = await tune(await inputOf(FOLDED, CONFIG));
    const abort = new AbortController();
    const first = counting(await inputOf(FOLDED, CONFIG, { signal: abort.signal, jobs: 1 }));
    const store = trialStore(out, first.counted.tunePlan.digest);
    const interrupted = tune({
      ...first.counted,
      store,
      onEvent: (event) => {
        if (event.kind === 'trial-finished' && event.done === 5) abort.abort();
      },
    });
    await expect(interrupted).rejects.toThrow(Interrupted);
    expect(await readdir(store.folder)).toHaveLength(5);

    const second = counting(await inputOf(FOLDED, CONFIG));
    const events: TuneEvent[] = [];
    const resumed = await tune({ ...second.counted, store, onEvent: (event) => events.push(event) });
    expect(JSON.stringify(resumed)).toBe(JSON.stringify(whole));
    expect(events[0]).toMatchObject({ kind: 'resumed', trials: 5 });
    expect(first.tried.filter((config) => second.tried.includes(config)).length).toBeLessThanOrEqual(1);
  });

  it('tries again what was cut short or failed, and finds nothing under another metric, policy or seed', async () => {
    const { tunePlan } = await inputOf(FOLDED, CONFIG);
    const store = trialStore(out, tunePlan.digest);
    const { digest } = tunePlan.entrants[0]!.trials[0]!;
    await store.save(digest, { kind: 'failed', code: 'contender/crashed', message: 'gone' });
    expect((await store.load()).size).toBe(0);
    await tune(await inputOf(FOLDED, CONFIG, { store }));
    const names = await readdir(store.folder);
    const file = join(store.folder, names[0]!);
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 40));
    expect((await store.load()).size).toBe(names.length - 1);
    const others: WatchbenchConfig[] = [
      { policy: { cooldown: '2h' } },
      { accuracy: { primaryMetric: 'point-f1' } },
      { seeds: 9 },
    ];
    for (const other of others) {
      const { digest } = (await inputOf(FOLDED, { ...CONFIG, ...other })).tunePlan;
      expect(digest).not.toBe(tunePlan.digest);
    }
    const more = await inputOf(FOLDED, { ...CONFIG, contenders: ['random'], tune: { trials: 60 } });
    expect(more.tunePlan.digest).toBe(tunePlan.digest);
  });
});

describe('the number of trials', () => {
  it('is the same for all when time runs out, and the result is that of so many trials', async () => {
    for (const minutes of [3, 5, 8]) {
      let clock = 0;
      const input = await inputOf(FOLDED, CONFIG, { jobs: 2, budgetMs: minutes * 60_000, nowMs: () => clock });
      const report = await tune({
        ...input,
        runErrand: (errand) => {
          clock += errand.kind === 'try-settings' ? 60_000 : 0;
          return input.runErrand(errand);
        },
      });
      expect(report.trials.asked).toBe(6);
      expect(report.trials.used).toBeLessThan(6);
      for (const { name } of report.contenders) expect(tunedOf(report, name).trials).toHaveLength(report.trials.used);
      const fewer = await tuneHere(FOLDED, { ...CONFIG, tune: { trials: Math.max(2, report.trials.used) } });
      if (report.trials.used >= 2) expect(report.contenders).toEqual(fewer.contenders);
    }
  });

  it('is refused where there is no time for even what was shipped', async () => {
    const input = await inputOf(FOLDED, CONFIG, {
      budgetMs: 1,
      nowMs: (() => {
        let ms = 0;
        return () => ms++;
      })(),
    });
    await expect(tune(input)).rejects.toThrow('tune/no-time');
  });

  it('is refused where one side has more than another', () => {
    const sides = [
      { name: 'rules', trials: 30 },
      { name: 'model', trials: 31 },
    ];
    expect(() => refuseUnequalTrials(sides)).toThrow('rules has 30 trials and model has 31');
    expect(() => refuseUnequalTrials(sides.map((side) => ({ ...side, trials: 30 })))).not.toThrow();
  });

  it('cannot be configured for one contender alone', () => {
    expect(configSchema.safeParse({ contenders: [{ use: 'rolling-mad' }], tune: { trials: 9 } }).success).toBe(true);
    expect(configSchema.safeParse({ contenders: [{ use: 'rolling-mad', trials: 9 }] }).success).toBe(false);
    expect(configSchema.safeParse({ contenders: [{ use: 'rolling-mad', tune: { trials: 9 } }] }).success).toBe(false);
  });
});

describe('choosing', () => {
  const fold = (value: number | null) => ({
    judged: ['a'],
    chosenOn: ['b'],
    threshold: 1,
    trials: 1,
    objective:
      value === null ? ({ kind: 'undefined', reason: 'none' } as const) : ({ kind: 'defined', value } as const),
  });
  const tried = (value: number | null): TrialOutcome => ({
    kind: 'tried',
    heldOut: { protocol: 'held-out', folds: [fold(value)] },
    inSample: { protocol: 'in-sample', folds: [fold(value)] },
  });
  const failed: TrialOutcome = { kind: 'failed', code: 'contender/threw', message: 'no' };
  const trialOf = (values: readonly TrialOutcome[], better: 'higher' | 'lower' = 'higher') =>
    chooseSettings(values, better).heldOut[0]!.trial;

  it('keeps what was shipped unless something is better; of equals the earliest', () => {
    expect(trialOf([tried(0.5), tried(0.5), tried(0.4)])).toBe(0);
    expect(trialOf([tried(0.5), tried(0.7), tried(0.7)])).toBe(1);
    expect(trialOf([tried(0.5), tried(0.7), tried(0.3)], 'lower')).toBe(2);
  });

  it('never chooses what failed or has no figure, and keeps what was shipped where nothing has one', () => {
    expect(trialOf([tried(null), failed, tried(0.1)])).toBe(2);
    expect(trialOf([tried(0.1), failed, tried(null)])).toBe(0);
    expect(trialOf([tried(null), failed, tried(null)])).toBe(0);
  });
});

describe('what cannot be tuned', () => {
  const refusal = (roles: Parameters<typeof datasetOf>[0]) =>
    makeTunePlan(CONFIG, datasetOf(roles)).then(
      () => null,
      (thrown: InputError) => thrown.faults[0].code,
    );

  it('is data on which nothing is left to choose on', async () => {
    expect(await refusal(['train-then-test'])).toBe('tune/nothing-to-choose-on');
    expect(await refusal(['train', 'test'])).toBe('tune/nothing-to-choose-on');
  });

  it('is a contender that fails as shipped; it costs nobody else', async () => {
    const input = await inputOf(FOLDED, CONFIG);
    const report = await tune({
      ...input,
      runErrand: async (errand) =>
        errand.kind === 'try-settings' && errand.contender.name === 'metronome'
          ? { kind: 'failed', code: 'contender/crashed', message: 'boom' }
          : input.runErrand(errand),
    });
    expect(report.contenders[1]).toEqual({
      name: 'metronome',
      use: 'metronome',
      kind: 'failed',
      code: 'contender/crashed',
      message: 'boom',
    });
    expect(tunedOf(report, 'rolling-mad').trials).toHaveLength(6);
  });

  it('settings that do not work count as trials and are told', async () => {
    const input = await inputOf(FOLDED, CONFIG);
    let count = 0;
    const report = await tune({
      ...input,
      runErrand: async (errand) =>
        errand.kind === 'try-settings' && errand.contender.name === 'rolling-mad' && count++ === 2
          ? { kind: 'failed', code: 'contender/threw', message: 'boom' }
          : input.runErrand(errand),
    });
    const tuned = tunedOf(report, 'rolling-mad');
    expect(tuned).toMatchObject({ failedTrials: 1 });
    expect(tuned.trials).toHaveLength(6);
    expect(tuned.trials[2]!.objectives).toBeNull();
  });
});
