import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { NAB_PROFILES } from '../../../src/accuracy/nab/profiles.ts';
import { type NabCorpusFile, readNabCorpus } from '../../../src/accuracy/nab/read-corpus.ts';
import { type NabCorpusScore, scoreCorpus } from '../../../src/accuracy/nab/score-corpus.ts';
import { seededRandom } from '../../../src/chance.ts';
import { AS_WRITTEN_THRESHOLD, type Watcher } from '../../../src/contenders/contract.ts';
import { rulesContender } from '../../../src/contenders/rules/contender.ts';
import { raiseAlerts } from '../../../src/replay/alert-policy.ts';
import { replay } from '../../../src/replay/replay.ts';
import type { ScoreTrace } from '../../../src/replay/score-trace.ts';
import { importNab } from '../../../src/telemetry/import-nab.ts';
import { type Recording, rowCount, sliceRows } from '../../../src/telemetry/recording.ts';
import { declaredStepS, recipeAlerts, recipeScores } from './history-recipe.ts';

const NAB = '../shared/nab';
const HOUR_MS = 3_600_000;
const QUIET_S = 8 * 3600;

/** Files as operations know them, beside all of realAWSCloudwatch. */
const OPS = ['cpu_utilization_asg_misconfiguration', 'ec2_request_latency_system_failure'];

interface Watched {
  readonly recording: Recording;
  readonly corpusFile: NabCorpusFile;
  readonly watcher: Watcher;
  readonly trace: ScoreTrace;
  /** Sampling step that the recipe declares, in seconds. */
  readonly stepS: number;
  /** Rows that alert under the recipe's policy, whose quiet period is a number of rows. */
  readonly alertRows: readonly number[];
}

const timesS = ({ timestampsMs }: Recording): number[] => Array.from(timestampsMs, (ms) => ms / 1000);

/** An alert is one row. */
function scoredAt(files: readonly Watched[], rowsOf: (file: Watched) => readonly number[]): NabCorpusScore[] {
  const series = files.map((file) => {
    const scores = new Float64Array(rowCount(file.recording));
    for (const row of rowsOf(file)) scores[row] = 1;
    return { ...file.corpusFile, scores };
  });
  return NAB_PROFILES.map((profile) => scoreCorpus(series, profile, 1));
}

const detected = ({ files }: NabCorpusScore) => files.reduce((sum, file) => sum + file.detectedWindows, 0);
const falseRows = ({ files }: NabCorpusScore) => files.reduce((sum, file) => sum + file.falsePositives, 0);

describe.skipIf(!existsSync(NAB))(
  'the history rule with its defaults on all of NAB (skipped without a NAB checkout beside the repository)',
  () => {
    let files: Watched[];

    beforeAll(async () => {
      const [{ recordings }, corpus] = await Promise.all([importNab({ root: NAB }), readNabCorpus(NAB)]);
      const contender = await rulesContender({ file: 'src/contenders/rules/history.rules.yaml' });
      files = [];
      for (const { recording, scoredFromRow } of recordings) {
        const train = sliceRows(recording, 0, scoredFromRow);
        const watcher = await contender.fit({ train: [{ recording: train, incidents: [], benign: [] }], seed: 1 });
        const trace = replay(watcher, recording);
        const stepS = declaredStepS(timesS(recording), Math.max(20, scoredFromRow));
        const alertRows = recipeAlerts(
          trace.scores,
          AS_WRITTEN_THRESHOLD,
          Math.floor(QUIET_S / stepS + 0.5),
          scoredFromRow,
        );
        const corpusFile = corpus.find(({ file }) => file === `${recording.id}.csv`)!;
        files.push({ recording, corpusFile, watcher, trace, stepS, alertRows });
      }
    }, 180_000);

    it('raises 283 alerts on 58 files, 103 windows hit and 166 false', () => {
      expect(files).toHaveLength(58);
      expect(files.reduce((sum, { alertRows }) => sum + alertRows.length, 0)).toBe(283);
      const [standard] = scoredAt(files, ({ alertRows }) => alertRows);
      expect(detected(standard!)).toBe(103);
      expect(falseRows(standard!)).toBe(166);
    });

    it.each(
      Object.entries({
        ec2_request_latency_system_failure: [2083, 3395, 4024],
        rds_cpu_utilization_cc0c53: [3080, 3515],
        art_daily_flatmiddle: [2881],
        'exchange-3_cpc_results': [296, 438, 976, 1121],
        speed_7578: [318, 625, 752, 920, 1126],
        nyc_taxi: [2992, 3261, 5954, 7168, 7216, 8512, 8831, 9184, 10067],
        cpu_utilization_asg_misconfiguration: [819, 2833, 4596, 5952, 8010, 8312, 10138, 17001],
      }),
    )('alerts on the golden rows of %s', (name, rows) => {
      expect(files.find(({ recording }) => recording.id.endsWith(`/${name}`))!.alertRows).toEqual(rows);
    });

    it('has the golden raw totals and scores under all three profiles', () => {
      const scores = scoredAt(files, ({ alertRows }) => alertRows);
      expect(scores.map(({ raw }) => raw.toFixed(6))).toEqual(['58.890224', '41.570412', '45.890224']);
      expect(scores.map(({ normalised }) => normalised!.toFixed(4))).toEqual(['75.3837', '67.9183', '79.8535']);
    });

    it('on the 19 files from operations: 29 of 34 windows, 0.173 false alerts a day, 72.1', () => {
      const ops = files.filter(
        ({ recording: { id } }) => id.startsWith('realAWSCloudwatch/') || OPS.some((name) => id.endsWith(`/${name}`)),
      );
      const [standard] = scoredAt(ops, ({ alertRows }) => alertRows);
      const scoredDays = ops.reduce((sum, { recording: { timestampsMs }, corpusFile }) => {
        return sum + (timestampsMs.at(-1)! - timestampsMs[corpusFile.probationRows]!) / (24 * HOUR_MS);
      }, 0);
      expect(ops).toHaveLength(19);
      expect([standard!.windows, detected(standard!)]).toEqual([34, 29]);
      expect((falseRows(standard!) / scoredDays).toFixed(3)).toBe('0.173');
      expect(standard!.normalised!.toFixed(1)).toBe('72.1');
    });

    it('under the alert policy of this project, whose quiet period is 8 hours by the clock, raises one alert more', () => {
      const rowsOf = ({ trace, corpusFile }: Watched) =>
        raiseAlerts(
          trace,
          {
            threshold: AS_WRITTEN_THRESHOLD,
            clearBelow: AS_WRITTEN_THRESHOLD,
            holdMs: 0,
            keepMs: 0,
            cooldownMs: 8 * HOUR_MS,
          },
          corpusFile.probationRows,
        ).map(({ startRow }) => startRow);
      const differing = files.filter((file) => rowsOf(file).join() !== file.alertRows.join());
      expect(differing.map(({ recording }) => recording.id)).toEqual(['realTraffic/TravelTime_387']);
      expect(files.reduce((sum, file) => sum + rowsOf(file).length, 0)).toBe(284);
      const scores = scoredAt(files, rowsOf);
      expect(scores.map(({ normalised }) => normalised!.toFixed(4))).toEqual(['75.3837', '67.9183', '79.8535']);
    });

    it('scores every row of the shorter files as the recipe written down plainly does', () => {
      const shorter = files.filter(({ recording }) => rowCount(recording) < 2600);
      expect(shorter.length).toBeGreaterThanOrEqual(12);
      for (const { recording, trace, stepS } of shorter) {
        const expected = recipeScores(timesS(recording), Array.from(recording.columns[0]!), stepS);
        trace.scores.forEach((score, row) => {
          expect(Number.isNaN(score), `${recording.id} row ${row}`).toBe(row < 100);
          if (row < 100) return;
          const z = Math.min(expected[row]!, 4.7e6);
          expect(Math.abs(4.7 * score - z), `${recording.id} row ${row}`).toBeLessThan(1e-6 * Math.max(1, z));
        });
      }
    });

    it('never lets the future change the past: 0 of 174 random truncations', () => {
      const random = seededRandom(174);
      let truncations = 0;
      for (const { recording, watcher, trace } of files) {
        for (let i = 0; i < 3; i++) {
          const rows = 1 + Math.floor(random() * (rowCount(recording) - 1));
          const cut = replay(watcher, sliceRows(recording, 0, rows));
          expect(cut.scores, `${recording.id} cut after row ${rows}`).toEqual(trace.scores.slice(0, rows));
          truncations++;
        }
      }
      expect(truncations).toBe(174);
    }, 120_000);
  },
);
