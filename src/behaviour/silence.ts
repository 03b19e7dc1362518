import { MOST_ROWS_JUDGED } from './cases/case-rows.ts';
import { buildTelemetry } from './cases/telemetry.ts';
import type { StudyContext } from './property.ts';
import { watch } from './watch.ts';

/**
 * Why nothing can be learned of this contender: it abstains on every row that a study can show it, in telemetry with
 * nothing missing and as many rows as the longest case. null: it scores. What it throws is for the properties to find.
 */
export function silenceOf({ watcher, shape }: StudyContext): string | null {
  const rows = shape.warmupRows + MOST_ROWS_JUDGED;
  const { recording } = buildTelemetry(shape, { rows, noiseSeed: 1, events: [], gaps: [] });
  try {
    const isSilent = watch(watcher, recording).every(({ kind }) => kind === 'abstained');
    return isSilent ? `it abstained on every row of ${rows}, so nothing was shown` : null;
  } catch {
    return null;
  }
}
