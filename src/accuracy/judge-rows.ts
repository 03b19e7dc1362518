import { type Fault, throwIfAny } from '../faults.ts';
import type { PolicySettings } from '../record/schema.ts';
import { raiseAlerts } from '../replay/alert-policy.ts';
import { policyAt } from '../replay/threshold-search.ts';
import { capFaults } from '../telemetry/cap-faults.ts';
import type { Incident } from '../telemetry/recording.ts';
import { toJudged } from './judge.ts';
import type { Judged } from './metric.ts';
import { type NanPolicy, noScoreFault, rowsWithoutScore } from './row-faults.ts';
import type { Tolerance } from './tolerance.ts';

export interface ScoredRows {
  /** Default `rows`. Two recordings judged together need different ids. */
  readonly id?: string;
  /** One a row, higher is more anomalous. */
  readonly scores: ArrayLike<number>;
  /** One a row, 0 or 1. Runs of ones are the incidents. */
  readonly labels: ArrayLike<number>;
  /** One a row, rising. Default: `stepMs` apart. */
  readonly timestampsMs?: ArrayLike<number>;
  /** Default one minute. */
  readonly stepMs?: number;
  /** A row is over at or above this. Without one nothing is, and only metrics of scores alone say anything. */
  readonly threshold?: number;
  /** Default: no hold, no keep, no cool-down, no hysteresis. */
  readonly policy?: PolicySettings;
  /** First row that counts; default 0. */
  readonly fromRow?: number;
  readonly tolerance?: Tolerance;
  /** Rows without a finite score; default `refuse`. */
  readonly nan?: NanPolicy;
}

const PLAIN_POLICY: PolicySettings = { clearRatio: 1, holdMs: 0, keepMs: 0, cooldownMs: 0 };

/**
 * Plain arrays as something every metric takes: `computeMetric(metricById('event-f1'), [judgeRows({ ... })])`.
 * @throws InputError with every fault: `score/rows` (lengths differ, or there is no row), `score/label` (neither 0 nor
 * 1), `score/nan` (no finite score), `score/time` (times that do not rise). Rows are counted from 1 in messages.
 */
export function judgeRows(input: ScoredRows): Judged {
  const { id = 'rows', labels, stepMs = 60_000, policy = PLAIN_POLICY, fromRow = 0, nan = 'refuse' } = input;
  const timestampsMs =
    input.timestampsMs === undefined
      ? Float64Array.from(input.scores, (_, row) => row * stepMs)
      : Float64Array.from(input.timestampsMs);
  throwIfAny(capFaults(rowFaults(input, timestampsMs, nan), id));
  const scores = Float64Array.from(input.scores, (score) => (Number.isFinite(score) ? score : Number.NaN));
  const trace = {
    recordingId: id,
    timestampsMs,
    scores,
    abstentions: Array.from(scores, (score) => (Number.isNaN(score) ? 'no score given' : undefined)),
    causes: Array.from(scores, () => []),
  };
  const threshold = input.threshold ?? Number.POSITIVE_INFINITY;
  return toJudged({
    labelled: {
      recording: { id, channels: [], timestampsMs, columns: [] },
      incidents: runsOfOnes(labels, timestampsMs, id),
      benign: [],
    },
    trace,
    alerts: input.threshold === undefined ? [] : raiseAlerts(trace, policyAt(threshold, policy)),
    threshold,
    fromRow,
    ...(input.tolerance && { tolerance: input.tolerance }),
  });
}

function rowFaults({ scores, labels }: ScoredRows, timestampsMs: Float64Array, nan: NanPolicy): Fault[] {
  const faults: Fault[] = [];
  const wrong = (code: string, message: string) => faults.push({ code, message });
  if (scores.length === 0) wrong('score/rows', 'there is no row');
  if (labels.length !== scores.length) {
    wrong('score/rows', `expected a label for each of the ${scores.length} scores, got ${labels.length}`);
  }
  if (timestampsMs.length !== scores.length) {
    wrong('score/rows', `expected a time for each of the ${scores.length} scores, got ${timestampsMs.length}`);
  }
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] !== 0 && labels[row] !== 1)
      wrong('score/label', `row ${row + 1}: expected 0 or 1, got ${labels[row]}`);
  }
  for (let row = 1; row < timestampsMs.length; row++) {
    if (!(timestampsMs[row]! > timestampsMs[row - 1]!)) wrong('score/time', `row ${row + 1}: the time does not rise`);
  }
  if (nan === 'refuse') {
    for (const row of rowsWithoutScore(scores)) faults.push(noScoreFault(scores[row]!, {}, `row ${row + 1}: `));
  }
  return faults;
}

function runsOfOnes(labels: ArrayLike<number>, timestampsMs: Float64Array, id: string): Incident[] {
  const incidents: Incident[] = [];
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] !== 1) continue;
    const startMs = timestampsMs[row]!;
    while (labels[row + 1] === 1) row++;
    incidents.push({ id: `${id}#${incidents.length + 1}`, startMs, endMs: timestampsMs[row]!, kind: 'anomaly' });
  }
  return incidents;
}
