import { describe, expect, it } from 'vitest';
import { studyAccuracy } from '../../src/accuracy/study.ts';
import type { Plan } from '../../src/record/schema.ts';
import type { WatchTask } from '../../src/replay/assignment.ts';
import { createContender } from '../../src/run/line-up.ts';
import type { LabelledRecording } from '../../src/telemetry/recording.ts';

const MINUTE_MS = 60_000;
const CHANNEL = { labels: { __name__: 'load' }, unit: '1', kind: 'gauge' } as const;

/** A step in the load two minutes before the incident begins, and one back to where it was. */
function recording(id: string): LabelledRecording {
  const timestampsMs = Float64Array.from({ length: 60 }, (_, row) => row * MINUTE_MS);
  const load = Float64Array.from({ length: 60 }, (_, row) => (row >= 20 && row < 40 ? 9 : 1));
  return {
    recording: { id, channels: [CHANNEL], timestampsMs, columns: [load] },
    incidents: [{ id: `${id}#1`, startMs: 22 * MINUTE_MS, endMs: 39 * MINUTE_MS, kind: 'load' }],
    benign: [],
  };
}

const task = (id: string): WatchTask => ({ labelled: recording(id), fromRow: 0, group: id });

async function study(more: Partial<Plan['accuracy']>) {
  const { contender } = await createContender('last-value', {}, null);
  return studyAccuracy({
    contender,
    assignments: [{ train: [recording('train')], tune: [task('tune')], judged: [task('judged')] }],
    seed: 1,
    planSeed: 1,
    settings: {
      primaryMetric: 'event-f1',
      metrics: ['event-f1', 'lead-time', 'cost-per-day'],
      thresholdTrials: 20,
      bootstrapResamples: 100,
      margin: 0.05,
      ...more,
    },
    policy: { clearRatio: 1, holdMs: 0, keepMs: 0, cooldownMs: 60 * MINUTE_MS },
  });
}

const values = ({ metrics }: Awaited<ReturnType<typeof study>>) =>
  Object.fromEntries(
    metrics.map(({ metric, value }) => [metric, value.kind === 'defined' ? value.value : value.reason]),
  );

describe('settings of the accuracy study', () => {
  it('a page two minutes early is a false alarm, unless the plan tolerates it: then all metrics and the alert say so', async () => {
    const strict = await study({});
    expect(values(strict)['event-f1']).toBe(0);
    const tolerant = await study({ tolerance: { beforeMs: 2 * MINUTE_MS, afterMs: 0 } });
    expect(values(tolerant)).toMatchObject({ 'event-f1': 1, 'lead-time': 2 * MINUTE_MS, 'cost-per-day': 0 });
    expect(tolerant.perRecording[0]!.alerts[0]!.incidents).toEqual(['judged#1']);
    expect(tolerant.threshold.folds[0]!.objective).toEqual({ kind: 'defined', value: 1 });
  });

  it('the cost of mistakes is by the table of the plan', async () => {
    const costs = { missedIncident: 7, falsePage: 0, repeatedPage: 0, undetectedHour: 0 };
    expect(values(await study({ costs }))['cost-per-day']).toBeCloseTo(7 * 24, 9);
  });
});
