import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROPERTIES } from '../../src/behaviour/properties.ts';
import { studyBehaviour } from '../../src/behaviour/study.ts';
import type { JsonObject } from '../../src/json.ts';
import { createContender, LINE_UP } from '../../src/run/line-up.ts';
import { openDataset } from '../../src/run/open-dataset.ts';

const WEBSHOP = 'datasets/webshop';
const NAB = '../shared/nab';
const USES = LINE_UP.map(({ use }) => use);

/** Promises are tested here, not accuracy: a few steps of training make as good a model to break. */
const QUICK = { steps: 30 };
const HYBRID = { model: { use: 'autoencoder', with: QUICK } };
const SETTINGS: Readonly<Record<string, JsonObject>> = {
  autoencoder: QUICK,
  forecaster: QUICK,
  'rules-or-model': HYBRID,
  'rules-unless-model-vetoes': HYBRID,
  'model-confirmed-by-rules': HYBRID,
  'guarded-model': HYBRID,
};

/** Alarms are on metrics, and metrics are those of one dataset. */
const CLOUDWATCH: Readonly<Record<string, JsonObject>> = {
  [WEBSHOP]: { file: 'examples/cloudwatch/webshop-alarms.json' },
  [NAB]: {
    file: 'examples/cloudwatch/ec2-cpu-alarms.json',
    metrics: [{ metric: 'CPUUtilization', channel: 'value', holds: 'Average' }],
  },
};
const PROMETHEUS: Readonly<Record<string, JsonObject>> = {
  [WEBSHOP]: { file: 'examples/prometheus/webshop.rules.yml' },
  [NAB]: { file: 'examples/prometheus/any-channel.rules.yml' },
};
const settingsOf = (use: string, path: string): JsonObject => {
  if (use === 'cloudwatch') return CLOUDWATCH[path] ?? {};
  return (use === 'prometheus' ? PROMETHEUS[path] : SETTINGS[use]) ?? {};
};

/** What a shipped contender must hold, or says that it holds, and does not. */
async function brokenPromises(
  use: string,
  source: { path: string; select?: string },
  runs: number,
): Promise<unknown[]> {
  const dataset = await openDataset(source);
  const { contender, info } = await createContender(use, { with: settingsOf(use, source.path) }, dataset);
  const { properties } = await studyBehaviour({
    contender,
    info,
    train: dataset.recordings.slice(0, 1),
    seed: 1,
    runs,
  });
  expect(properties).toHaveLength(PROPERTIES.length);
  return properties.flatMap(({ property, scope, outcome }) =>
    outcome.kind === 'violated' && scope !== 'characterise' ? [{ property, message: outcome.message }] : [],
  );
}

describe('every contender that ships', () => {
  it.each(USES)('%s holds what it must and what it claims, on eight channels', async (use) => {
    expect(await brokenPromises(use, { path: WEBSHOP }, 20)).toEqual([]);
  });

  it.skipIf(!existsSync(NAB)).each(USES)('%s does so on one channel (skipped without a NAB checkout)', async (use) => {
    const select = 'realAWSCloudwatch/ec2_cpu_utilization_5f5533.csv';
    expect(await brokenPromises(use, { path: NAB, select }, 20)).toEqual([]);
  });
});
