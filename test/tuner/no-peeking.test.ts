import { describe, expect, it } from 'vitest';
import type { WatchbenchConfig } from '../../src/run/config.ts';
import type { Dataset } from '../../src/telemetry/dataset.ts';
import { chooseSettings, type SettingsChoice } from '../../src/tuner/choose-settings.ts';
import { runTrials } from '../../src/tuner/run-trials.ts';
import type { TrialOutcome, Tried } from '../../src/tuner/trial-outcome.ts';
import { answersOf, FOLDED, figureOf, inputOf, relabelled, SPLIT, tunedOf, tuneHere } from './small-world.ts';

const cheating = (dataset: Dataset): WatchbenchConfig => ({
  contenders: [
    { use: './test/tuner/knows-the-answers.ts', name: 'cheat', with: { answers: answersOf(dataset) as never } },
  ],
  tune: { trials: 30 },
});

const SHIFT_MS = 20 * 300_000;

describe('a setting that holds the labels of one recording', () => {
  it('lifts the in-sample figure, not the held-out one, and the difference is told as optimism (leave-one-out)', async () => {
    const cheat = tunedOf(await tuneHere(FOLDED, cheating(FOLDED)), 'cheat');
    const shipped = figureOf(cheat.asShipped.heldOut);
    const inSample = figureOf(cheat.tuned.inSample);
    const heldOut = figureOf(cheat.tuned.heldOut);
    expect(cheat.chosen.values.knows).toMatch(/^r\d$/);
    expect(inSample).toBeGreaterThan(shipped + 0.05);
    expect(heldOut).toBeLessThan(shipped + 0.03);
    expect(cheat.optimism).toMatchObject({ kind: 'defined', value: inSample - heldOut });
    expect(figureOf(cheat.optimism)).toBeGreaterThan(0.05);
    for (const fold of cheat.folds) expect(fold.judged).not.toContain(cheat.trials[fold.trial]!.values.knows);
  });

  it('does the same where it holds those of a test recording (split)', async () => {
    const cheat = tunedOf(await tuneHere(SPLIT, cheating(SPLIT)), 'cheat');
    expect(['r1', 'r2']).toContain(cheat.chosen.values.knows);
    expect(['r3', 'r4']).toContain(cheat.trials[cheat.inSampleFold.trial]!.values.knows);
    expect(figureOf(cheat.tuned.inSample)).toBeGreaterThan(figureOf(cheat.asShipped.heldOut) + 0.05);
    expect(figureOf(cheat.tuned.heldOut)).toBeLessThanOrEqual(figureOf(cheat.asShipped.heldOut));
    expect(figureOf(cheat.optimism)).toBeGreaterThan(0.05);
    // Where it was chosen it looks as good as it never will again.
    expect(figureOf(cheat.folds[0]!.objective)).toBeGreaterThan(figureOf(cheat.tuned.heldOut) + 0.05);
  });
});

type Choose = (outcomes: readonly TrialOutcome[]) => Pick<SettingsChoice, 'heldOut'>;

const honest: Choose = (outcomes) => chooseSettings(outcomes, 'higher');

/** What a tuner would do that looks at the data it judges. */
const peeking: Choose = (outcomes) => {
  const swapped = outcomes.map((outcome): TrialOutcome => {
    if (outcome.kind === 'failed') return outcome;
    const folds = outcome.heldOut.folds.map((fold) => ({ ...outcome.inSample.folds[0]!, judged: fold.judged }));
    return { ...outcome, heldOut: { ...outcome.heldOut, folds } } satisfies Tried;
  });
  return chooseSettings(swapped, 'higher');
};

describe.each([
  { protocol: 'leave-one-out', dataset: FOLDED, judged: 'r2' },
  { protocol: 'split', dataset: SPLIT, judged: 'r3' },
])('under $protocol', ({ dataset, judged }) => {
  const choicesFor = async (labels: Dataset, choose: Choose) => {
    const { tunePlan, ...rest } = await inputOf(labels, cheating(dataset));
    const { outcomes } = await runTrials({ tunePlan, ...rest });
    const { heldOut } = choose(outcomes[0]!.outcomes);
    const { trial, threshold } = heldOut.find((fold) => fold.judged.includes(judged))!;
    return { trial, threshold };
  };
  const { incidents } = dataset.recordings.find(({ recording }) => recording.id === judged)!;
  const others = [
    [],
    incidents.slice(0, 1),
    incidents.map((incident) => ({
      ...incident,
      startMs: incident.startMs + SHIFT_MS,
      endMs: incident.endMs + SHIFT_MS,
    })),
  ].map((labels) => relabelled(dataset, judged, labels));
  const changes = async (choose: Choose) => {
    const before = await choicesFor(dataset, choose);
    const after = await Promise.all(others.map((labels) => choicesFor(labels, choose)));
    return after.filter((choice) => JSON.stringify(choice) !== JSON.stringify(before)).length;
  };

  it('what is chosen for a recording does not depend on its labels', async () => {
    expect(await changes(honest)).toBe(0);
  });

  it('a tuner that peeks at them is caught by that law', async () => {
    expect(await changes(peeking)).toBeGreaterThan(0);
  });
});
