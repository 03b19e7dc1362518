import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { randomContender } from '../../../src/contenders/baselines/random.ts';
import { AS_WRITTEN_THRESHOLD, type Contender } from '../../../src/contenders/contract.ts';
import { rulesContender } from '../../../src/contenders/rules/contender.ts';
import { type Alert, raiseAlerts } from '../../../src/replay/alert-policy.ts';
import { replay } from '../../../src/replay/replay.ts';
import type { ScoreTrace } from '../../../src/replay/score-trace.ts';
import { importNab } from '../../../src/telemetry/import-nab.ts';
import { loadDataset } from '../../../src/telemetry/load-dataset.ts';
import { type LabelledRecording, rowCount, sliceRows } from '../../../src/telemetry/recording.ts';

const HOUR_MS = 3_600_000;
const NAB = '../shared/nab';

const alertsOf = (trace: ScoreTrace, threshold: number, cooldownMs: number, fromRow = 0) =>
  raiseAlerts(trace, { threshold, clearBelow: threshold, holdMs: 0, keepMs: 0, cooldownMs }, fromRow);

/** Incidents in which a page went up, and pages that went up in none. */
function tally({ incidents }: LabelledRecording, alerts: readonly Alert[]): { paged: number; falsePages: number } {
  const isIn = (alert: Alert, { startMs, endMs }: { startMs: number; endMs: number }) =>
    alert.startMs >= startMs && alert.startMs <= endMs;
  return {
    paged: incidents.filter((incident) => alerts.some((alert) => isIn(alert, incident))).length,
    falsePages: alerts.filter((alert) => !incidents.some((incident) => isIn(alert, incident))).length,
  };
}

describe('the rules of the web shop', () => {
  it('as written, page in most incidents of the validation recording and seldom otherwise', async () => {
    const { recordings } = await loadDataset('datasets/webshop');
    const validation = recordings.find(({ role }) => role === 'validation')!;
    const contender = await rulesContender({ file: 'datasets/webshop/rules/webshop.rules.yaml' });
    const watcher = await contender.fit({ train: recordings.filter(({ role }) => role === 'train'), seed: 1 });
    const alerts = alertsOf(replay(watcher, validation.recording), AS_WRITTEN_THRESHOLD, HOUR_MS);
    const { paged, falsePages } = tally(validation, alerts);
    expect(validation.incidents).toHaveLength(13);
    expect(paged).toBeGreaterThanOrEqual(9);
    expect(falsePages).toBeLessThanOrEqual(6);
    for (const alert of alerts) expect(alert.causes.length).toBeGreaterThan(0);
  });
});

describe.skipIf(!existsSync(NAB))(
  'the generic rules on real CloudWatch series (needs a NAB checkout beside the repository)',
  () => {
    it('page in many more incidents than random scores that raise as many false pages', async () => {
      const { recordings } = await importNab({ root: NAB, select: 'realAWSCloudwatch/*' });
      const watch = async (contender: Contender) =>
        Promise.all(
          recordings.map(async (labelled) => {
            const train = { ...labelled, recording: sliceRows(labelled.recording, 0, labelled.scoredFromRow) };
            return { labelled, trace: replay(await contender.fit({ train: [train], seed: 1 }), labelled.recording) };
          }),
        );
      const total = (watched: Awaited<ReturnType<typeof watch>>, threshold: number) =>
        watched
          .map(({ labelled, trace }) =>
            tally(labelled, alertsOf(trace, threshold, 8 * HOUR_MS, labelled.scoredFromRow)),
          )
          .reduce((sum, one) => ({ paged: sum.paged + one.paged, falsePages: sum.falsePages + one.falsePages }));

      const rules = total(
        await watch(await rulesContender({ file: 'src/contenders/rules/generic.rules.yaml' })),
        AS_WRITTEN_THRESHOLD,
      );
      const random = await watch(randomContender());
      const rows = recordings.reduce((sum, { recording }) => sum + rowCount(recording), 0);
      const incidents = recordings.reduce((sum, labelled) => sum + labelled.incidents.length, 0);
      const asLoud = Array.from({ length: 60 }, (_, i) => total(random, 1 - (0.2 * i + 1) / (rows / recordings.length)))
        .filter(({ falsePages }) => falsePages <= rules.falsePages)
        .at(-1)!;
      expect(recordings).toHaveLength(17);
      expect(rules.paged).toBeGreaterThanOrEqual(0.6 * incidents);
      expect(asLoud.paged).toBeLessThanOrEqual(rules.paged / 2);
    });
  },
);
