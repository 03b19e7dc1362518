import { seededRandom } from '../src/chance.ts';
import type { TimedTask } from '../src/latency/rounds.ts';
import { raiseAlerts } from '../src/replay/alert-policy.ts';
import type { ScoreTrace } from '../src/replay/score-trace.ts';
import type { BenchValue } from './bench-value.ts';

const STEP_MS = 60_000;
/** One row in a hundred is over, a few hold long enough, some pages join: every branch is taken. */
const POLICY = { threshold: 0.99, clearBelow: 0.9, holdMs: 0, keepMs: 5 * STEP_MS, cooldownMs: 30 * STEP_MS };

function traceOf(rows: number): ScoreTrace {
  const random = seededRandom(rows);
  return {
    recordingId: `${rows} rows`,
    timestampsMs: Float64Array.from({ length: rows }, (_, row) => row * STEP_MS),
    scores: Float64Array.from({ length: rows }, () => (random() < 0.02 ? Number.NaN : random())),
    abstentions: new Array<undefined>(rows).fill(undefined),
    causes: new Array<readonly []>(rows).fill([]),
  };
}

/** The same policy over recordings ten times as long each. */
export const raiseAlertsCost: BenchValue = {
  name: 'raise-alerts',
  claims:
    'raising alerts is linear: a row of a 1,000,000-row recording costs at most 1.5 times one of 10,000 rows (caches)',
  unit: 'row',
  async prepare() {
    const tasks = [1e4, 1e5, 1e6].map((rows): TimedTask => {
      const trace = traceOf(rows);
      return {
        name: `${rows.toLocaleString('en-GB')} rows`,
        calls: rows,
        run() {
          if (raiseAlerts(trace, POLICY).length === 0) throw new Error('the bench must raise alerts');
        },
      };
    });
    return { tasks, cleanUp: () => {} };
  },
};
