import { sha256 } from '../../../src/digest.ts';
import type {
  BehaviourResult,
  DeterminismResult,
  LatencyResult,
  PropertyResult,
  Rung,
} from '../../../src/record/schema.ts';
import type { Character } from './contenders.ts';

export const PROPERTIES = [
  ['future-does-not-change-past', 'Changing later readings changes no earlier verdict.', 'must'],
  ['sessions-are-independent', 'Two sessions of one watcher do not influence each other.', 'must'],
  ['snapshot-resumes', 'Snapshot, then resume, equals an uninterrupted pass.', 'must'],
  ['finite-or-abstained', 'Over the full double range every verdict is a finite score or an abstention.', 'must'],
  ['inputs-are-not-changed', 'Observing leaves the readings as they were.', 'must'],
  ['missing-readings-never-read-as-quiet', 'A row without a reading abstains or alerts.', 'claimed'],
  ['scale-invariant-after-refit', 'All readings times one positive number: same decisions after refitting.', 'claimed'],
  ['earlier-spikes-do-not-hide-a-later-one', 'A spike is still seen after ten equal ones.', 'characterise'],
] as const;

export const BEHAVIOUR_RUNS = 300;

export function behaviourResult({ info }: Character): BehaviourResult {
  return {
    kind: 'behaviour',
    properties: PROPERTIES.map(
      ([property, claim, scope]): PropertyResult => ({
        property,
        claim,
        scope,
        outcome: outcome(info, property, scope),
      }),
    ),
  };
}

function outcome(info: Character['info'], property: string, scope: PropertyResult['scope']): PropertyResult['outcome'] {
  if (scope === 'claimed' && !info.traits.claims.includes(property)) {
    return { kind: 'not-applicable', reason: 'not claimed by this contender' };
  }
  const found = { runs: 12, shrinks: 9, seed: 41, path: '11:0:0:2', reproduces: 'always' } as const;
  if (info.name === 'autoencoder' && property === 'finite-or-abstained') {
    return {
      kind: 'violated',
      ...found,
      message: 'row 13: a reading of 1.7976931348623157e+308 gave the score Infinity',
      counterexample: {
        kind: 'recording',
        channels: 1,
        stepMs: 60_000,
        columns: [[0, 0, { $number: '1.7976931348623157e+308' }]],
      },
    };
  }
  if (info.name === 'rolling-mad' && scope === 'characterise') {
    return {
      kind: 'violated',
      ...found,
      message: 'the spike at row 120 scored 3.1, below the threshold 7.2',
      counterexample: { kind: 'spikes', level: 10, height: 60, count: 10 },
    };
  }
  return { kind: 'held', runs: BEHAVIOUR_RUNS, skips: 0, violationBound95: 1 - 0.05 ** (1 / BEHAVIOUR_RUNS) };
}

const REPEATS = 5;
const BOUND = 1 - 0.05 ** (1 / REPEATS);

export function determinismResult({ info }: Character): DeterminismResult {
  const same = (rung: string, held: string, varied: string, retrains: boolean): Rung => ({
    rung,
    held,
    varied,
    outcome: {
      kind: 'compared',
      repeats: REPEATS,
      distinctArtefacts: retrains ? 1 : null,
      distinctScores: 1,
      distinctAlerts: 1,
      digests: {
        artefact: sha256(info.name, 'artefact'),
        scores: sha256(info.name, 'scores'),
        alerts: sha256(info.name, 'alerts'),
      },
      firstDivergence: null,
      maxScoreDifference: 0,
      churn: 0,
      alertSetChurn:
        info.name === 'null' ? { kind: 'undefined', reason: 'no alerts in either run' } : { kind: 'defined', value: 0 },
      instabilityBound95: BOUND,
    },
  });
  const seeds = same('retrain-over-seeds', 'data, settings, backend', 'seed', true);
  return {
    kind: 'determinism',
    rungs: [
      same('repeat-in-process', 'process, artefact', 'nothing', false),
      same('new-process', 'artefact, data', 'process', false),
      same('retrain-same-seed', 'seed, data, backend', 'nothing', true),
      info.traits.randomness === 'none'
        ? { ...seeds, outcome: { kind: 'not-applicable', reason: 'has no randomness' } }
        : overSeeds(seeds),
    ],
  };
}

function overSeeds(rung: Rung): Rung {
  if (rung.outcome.kind !== 'compared') return rung;
  return {
    ...rung,
    outcome: {
      ...rung.outcome,
      distinctArtefacts: REPEATS,
      distinctScores: REPEATS,
      distinctAlerts: 4,
      firstDivergence: {
        recording: 'test-a',
        row: 11,
        timestampMs: Date.UTC(2025, 2, 31, 0, 55),
        one: '0.41180706',
        other: '0.39912233',
      },
      maxScoreDifference: 1.62,
      churn: 0.0141,
      alertSetChurn: { kind: 'defined', value: 0.22 },
      instabilityBound95: null,
    },
  };
}

export function latencyResult({ info, medianUs }: Character, ruleMedianUs: number): LatencyResult {
  const samples = info.traits.family === 'model' ? 1440 : 240_000;
  const ratio = medianUs / ruleMedianUs;
  return {
    kind: 'latency',
    scenario: 'one observe, eight channels, warm',
    backend: info.traits.family === 'model' ? 'wasm' : null,
    measurement: {
      warm: {
        samples,
        medianUs,
        madUs: medianUs * 0.04,
        meanUs: medianUs * 1.1,
        maxUs: medianUs * 21,
        percentiles: [
          { kind: 'measured', percent: 50, us: medianUs },
          { kind: 'measured', percent: 95, us: medianUs * 1.4 },
          { kind: 'measured', percent: 99, us: medianUs * 2.2 },
          samples < 2995
            ? { kind: 'too-few-samples', percent: 99.9, samples, floor: 2995 }
            : { kind: 'measured', percent: 99.9, us: medianUs * 6 },
        ],
        drift: 0.99,
      },
      cold: { samples: 3, firstDecisionMs: info.traits.family === 'model' ? [41.2, 39.8, 44.9] : [0.41, 0.38, 0.44] },
      trainMs: info.traits.family === 'model' ? 8420 : info.traits.learns ? 96 : 0,
      ratio: {
        against: 'rules',
        rounds: 12,
        value: ratio,
        interval: { low: ratio * 0.96, high: ratio * 1.05, level: 0.95, method: 'bootstrap over rounds' },
      },
      memory: {
        heapDeltaBytes: 1_400_000,
        rssBytes: 143_000_000,
        snapshotBytes: 4210,
        artefactBytes: info.traits.family === 'model' ? 9_184 : 612,
      },
      timer: { resolutionNs: 41, warnings: medianUs < 0.1 ? ['median is within three ticks of the timer'] : [] },
    },
  };
}
