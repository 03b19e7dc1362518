import type { ContenderInfo } from '../../../src/record/schema.ts';

/** How the made-up contenders behave; from this the example's alerts are drawn. */
export interface Character {
  readonly info: ContenderInfo;
  /** Chance of catching an incident of a kind; `otherwise` for kinds not named. */
  readonly catches: Readonly<Record<string, number>> & { readonly otherwise: number };
  readonly falseAlarmsPerDay: number;
  readonly threshold: number;
  readonly medianUs: number;
}

function info(
  name: string,
  family: ContenderInfo['traits']['family'],
  traits: Partial<ContenderInfo['traits']>,
  config: ContenderInfo['config'] = {},
): ContenderInfo {
  const plain = {
    randomness: 'none',
    score: 'graded',
    learns: false,
    warmupRows: 0,
    memoryRows: 1,
    claims: [],
  } as const;
  return { name, use: name, traits: { ...plain, claims: [], family, ...traits }, config };
}

export const CHARACTERS: readonly Character[] = [
  {
    info: info('null', 'baseline', { score: 'binary', memoryRows: 0 }),
    catches: { otherwise: 0 },
    falseAlarmsPerDay: 0,
    threshold: 1,
    medianUs: 0.05,
  },
  {
    info: info('random', 'baseline', { randomness: 'seeded' }),
    catches: { otherwise: 0.2 },
    falseAlarmsPerDay: 1.6,
    threshold: 0.9991,
    medianUs: 0.09,
  },
  {
    info: info('always', 'baseline', { score: 'binary', memoryRows: 0 }),
    catches: { otherwise: 1 },
    falseAlarmsPerDay: 0,
    threshold: 1,
    medianUs: 0.05,
  },
  {
    info: info('metronome', 'baseline', { score: 'binary', memoryRows: 1 }, { every: '8h' }),
    catches: { otherwise: 0.3 },
    falseAlarmsPerDay: 2,
    threshold: 1,
    medianUs: 0.07,
  },
  {
    info: info('last-value', 'baseline', { warmupRows: 1, memoryRows: 1 }),
    catches: { spike: 0.9, gap: 0.4, otherwise: 0.25 },
    falseAlarmsPerDay: 1.2,
    threshold: 0.83,
    medianUs: 0.31,
  },
  {
    info: info('rolling-mad', 'baseline', { warmupRows: 12, memoryRows: 288 }, { window: '1d' }),
    catches: { spike: 0.95, 'level-shift': 0.7, 'lost-traffic': 0.8, otherwise: 0.3 },
    falseAlarmsPerDay: 0.8,
    threshold: 7.2,
    medianUs: 6.4,
  },
  {
    info: info(
      'rules',
      'rules',
      {
        learns: true,
        memoryRows: 4032,
        claims: ['missing-readings-never-read-as-quiet', 'obvious-spike-is-scored-above-quiet'],
      },
      { file: 'webshop.rules.yaml', rules: 14 },
    ),
    catches: { contextual: 0.3, 'variance-change': 0.4, otherwise: 0.93 },
    falseAlarmsPerDay: 0.16,
    threshold: 1,
    medianUs: 3.9,
  },
  {
    info: info(
      'autoencoder',
      'model',
      { randomness: 'seeded', learns: true, warmupRows: 11, memoryRows: 12, claims: ['scale-invariant-after-refit'] },
      { window: 12, hidden: [32, 8, 32], epochs: 40, backend: 'wasm' },
    ),
    catches: {
      contextual: 0.9,
      'variance-change': 0.9,
      'slow-ramp': 0.2,
      'seasonal-break': 0.3,
      gap: 0,
      otherwise: 0.7,
    },
    falseAlarmsPerDay: 0.55,
    threshold: 3.127,
    medianUs: 251,
  },
];
