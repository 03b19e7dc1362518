import { sha256 } from '../../src/digest.ts';
import { canonicalJson, type Json } from '../../src/json.ts';
import type { Cell, Outcome, Plan, RunRecord, Study } from '../../src/record/schema.ts';
import { STUDIES } from '../../src/record/schema.ts';
import { accuracyResult } from './example/accuracy.ts';
import { CHARACTERS, type Character } from './example/contenders.ts';
import { METRIC_CARDS } from './example/metric-cards.ts';
import {
  BEHAVIOUR_RUNS,
  behaviourResult,
  determinismResult,
  latencyResult,
  PROPERTIES,
} from './example/other-studies.ts';
import { CHANNELS, recordingInfo, timeline } from './example/world.ts';

const RECORDINGS = [
  recordingInfo('train', 'train', 0),
  recordingInfo('validation', 'validation', 1),
  recordingInfo('test-a', 'test', 2),
  recordingInfo('test-b', 'test', 3),
];
const JUDGED = RECORDINGS.filter(({ role }) => role === 'test');
const SEED = 1;

/**
 * A complete record of a made-up run, the same on every call: eight contenders on a web shop, with everything a view
 * has to cope with (undefined metrics, a failed cell, one not measured, violated properties, too few samples).
 */
export function exampleRecord(): RunRecord {
  const plan = examplePlan();
  return {
    schemaVersion: 1,
    plan,
    planDigest: sha256(canonicalJson(plan as unknown as Json)),
    environment: {
      watchbench: '0.1.0',
      node: 'v22.11.0',
      v8: '12.4.254',
      platform: 'linux',
      arch: 'x64',
      cpu: 'Example CPU @ 2.4 GHz',
      cores: 2,
      packages: { '@tensorflow/tfjs': '4.22.0', 'fast-check': '4.10.2', tinybench: '6.2.3' },
      backends: [
        { name: 'wasm', available: true, detail: 'SIMD, 1 thread' },
        { name: 'native', available: false, detail: 'not set up: run `npm run setup:native`' },
      ],
      pins: { TF_DETERMINISTIC_OPS: '1' },
      measurement: { startedAt: '2025-05-05T08:00:00.000Z', loadAverage: 0.4, memoryBytes: 8_000_000_000 },
    },
    metricCards: [...METRIC_CARDS],
    timelines: JUDGED.map(timeline),
    cells: STUDIES.flatMap((study) => CHARACTERS.map((character) => cell(study, character))),
    measurement: { durationMs: 84_210 },
  };
}

function cell(study: Study, character: Character): Cell {
  const { name } = character.info;
  return {
    id: `${study}/${name}/${SEED}`,
    study,
    contender: name,
    seed: SEED,
    outcome: outcome(study, character),
    measurement: { durationMs: 1250 },
  };
}

function outcome(study: Study, character: Character): Outcome {
  const { name } = character.info;
  if (study === 'behaviour' && name === 'metronome') {
    return { kind: 'failed', code: 'contender/crashed', message: 'TypeError: every is not a duration' };
  }
  if (study === 'latency' && name === 'random') {
    return { kind: 'not-measured', reason: 'interrupted before this cell' };
  }
  return { kind: 'measured', result: result(study, character) };
}

function result(study: Study, character: Character) {
  const rules = CHARACTERS.find(({ info }) => info.name === 'rules')!;
  if (study === 'accuracy') return accuracyResult(character, JUDGED);
  if (study === 'behaviour') return behaviourResult(character);
  if (study === 'determinism') return determinismResult(character);
  return latencyResult(character, rules.medianUs);
}

function examplePlan(): Plan {
  return {
    title: 'Who should watch the web shop?',
    dataset: {
      name: 'webshop',
      title: 'Web shop (made up)',
      licence: 'CC0-1.0',
      source: 'written by test/record/example',
      digest: sha256('webshop'),
      channels: CHANNELS.map(({ name, unit, kind }) => ({ name, unit, kind })),
      recordings: RECORDINGS,
    },
    protocol: { kind: 'split' },
    contenders: CHARACTERS.map(({ info }) => info),
    seeds: [SEED, 2, 3],
    policy: { clearRatio: 0.9, holdMs: 0, keepMs: 300_000, cooldownMs: 3_600_000 },
    accuracy: {
      primaryMetric: 'event-f1',
      metrics: METRIC_CARDS.map(({ id }) => id),
      thresholdTrials: 100,
      bootstrapResamples: 400,
      margin: 0.05,
    },
    behaviour: { properties: PROPERTIES.map(([id]) => id), runs: BEHAVIOUR_RUNS, seed: 41 },
    determinism: { repeats: 5 },
    latency: { against: 'rules', rounds: 12, roundMs: 40, coldStarts: 3 },
    studies: [...STUDIES],
  };
}
