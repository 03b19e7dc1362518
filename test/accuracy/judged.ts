import fc from 'fast-check';
import { toJudged } from '../../src/accuracy/judge.ts';
import type { Judged } from '../../src/accuracy/metric.ts';
import { type AlertPolicy, raiseAlerts } from '../../src/replay/alert-policy.ts';
import type { ScoreTrace } from '../../src/replay/score-trace.ts';
import type { Incident } from '../../src/telemetry/recording.ts';

export const MINUTE_MS = 60_000;
export const START_MS = Date.UTC(2025, 0, 6);

/** First and last row. */
export type Rows = readonly [number, number];

export interface Scene {
  /** One per minute; NaN abstains. */
  readonly scores: readonly number[];
  readonly incidents?: readonly Rows[];
  readonly benign?: readonly Rows[];
  readonly threshold?: number;
  readonly fromRow?: number;
  readonly cooldownRows?: number;
  readonly id?: string;
  readonly timestampsMs?: readonly number[];
}

/** A recording of one reading a minute, judged at threshold 1 without hold unless said otherwise. */
export function judgedScene(scene: Scene): Judged {
  const { scores, incidents = [], benign = [], threshold = 1, fromRow = 0, cooldownRows = 0, id = 'scene' } = scene;
  const timestampsMs = Float64Array.from(scene.timestampsMs ?? scores.map((_, row) => START_MS + row * MINUTE_MS));
  const events = (rows: readonly Rows[], kind: string): Incident[] =>
    rows.map(([first, last], i) => ({
      id: `${kind}-${i + 1}`,
      kind,
      startMs: timestampsMs[first]!,
      endMs: timestampsMs[last]!,
    }));
  const trace: ScoreTrace = {
    recordingId: id,
    timestampsMs,
    scores: Float64Array.from(scores),
    abstentions: scores.map((score) => (Number.isNaN(score) ? 'no reading' : undefined)),
    causes: scores.map(() => []),
  };
  const policy: AlertPolicy = {
    threshold,
    clearBelow: threshold,
    holdMs: 0,
    keepMs: 0,
    cooldownMs: cooldownRows * MINUTE_MS,
  };
  const labelled = {
    recording: { id, channels: [], timestampsMs, columns: [] },
    incidents: events(incidents, 'incident'),
    benign: events(benign, 'deploy'),
  };
  return toJudged({ labelled, trace, alerts: raiseAlerts(trace, policy), threshold, fromRow });
}

/** `..#..` → 0 0 1 0 0; `?` abstains. */
export const rowsOf = (drawing: string): number[] =>
  [...drawing].map((mark) => (mark === '#' ? 1 : mark === '?' ? Number.NaN : 0));

/** Recordings of 20 to 90 rows with up to four incidents, look-alikes, abstentions, ties and alerts of all kinds. */
export const sceneArbitrary: fc.Arbitrary<Scene> = fc
  .record({
    rows: fc.integer({ min: 20, max: 90 }),
    cuts: fc.array(fc.nat({ max: 89 }), { maxLength: 8 }),
    benignAt: fc.array(fc.nat({ max: 89 }), { maxLength: 2 }),
    seeds: fc.array(fc.oneof({ weight: 9, arbitrary: fc.nat({ max: 12 }) }, fc.constant(Number.NaN)), {
      minLength: 90,
      maxLength: 90,
    }),
    threshold: fc.constantFrom(8, 10, 11, 12),
    fromRow: fc.constantFrom(0, 0, 3, 11),
    cooldownRows: fc.constantFrom(0, 2, 7),
  })
  .map(({ rows, cuts, benignAt, seeds, ...rest }) => {
    const edges = [...new Set(cuts.filter((row) => row < rows))].sort((a, b) => a - b);
    const incidents: Rows[] = [];
    for (let i = 0; i + 1 < edges.length; i += 2) incidents.push([edges[i]!, edges[i + 1]!]);
    const benign = benignAt.filter((row) => row < rows).map((row): Rows => [row, Math.min(row + 2, rows - 1)]);
    return { ...rest, scores: seeds.slice(0, rows), incidents, benign };
  });

export const judgedArbitrary: fc.Arbitrary<Judged> = sceneArbitrary.map(judgedScene);
