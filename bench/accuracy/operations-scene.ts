import { judgeRows } from '../../src/accuracy/judge-rows.ts';
import type { Judged } from '../../src/accuracy/metric.ts';
import { syntheticSeries } from './synthetic-series.ts';

const RECORDINGS = 20;
const INCIDENTS_EACH = 50;

/** Twenty recordings of a reading a minute with fifty incidents each, about half of them paged. */
export function operationsScene(): { readonly judged: readonly Judged[]; readonly incidents: number } {
  const { labels, scores } = syntheticSeries(RECORDINGS * INCIDENTS_EACH * 2000);
  const rows = INCIDENTS_EACH * 2000;
  const judged = Array.from({ length: RECORDINGS }, (_, i) =>
    judgeRows({
      id: `recording-${i + 1}`,
      labels: labels.subarray(i * rows, (i + 1) * rows),
      scores: scores.subarray(i * rows, (i + 1) * rows),
      threshold: 1.2,
      policy: { clearRatio: 0.8, holdMs: 0, keepMs: 300_000, cooldownMs: 3_600_000 },
    }),
  );
  return { judged, incidents: judged.reduce((sum, one) => sum + one.incidents.length, 0) };
}
