import { memorySource } from '../../../../promql/memory-source.ts';
import type { SampleSeries } from '../../../../promql/sample-source.ts';
import { type Recording, rowCount } from '../../../../telemetry/recording.ts';
import type { Verdict } from '../../../contract.ts';
import { foretoldByColumns } from '../evaluation/foretell.ts';
import { forgetting } from '../evaluation/forgetting.ts';
import { layeredSource } from '../evaluation/layered-source.ts';
import { liveWindow } from '../evaluation/live-window.ts';
import type { RuleProgram } from '../evaluation/rule-program.ts';
import { isOwnOutput, readsSeries } from '../evaluation/rule-reads.ts';
import { recordedSeries } from '../replay/recorded-series.ts';
import { LAST_DATE_MS, type WatchSettings } from './prometheus-session.ts';
import { watchedRules } from './watched-rules.ts';

/**
 * A recording that is all there: the verdicts of `prometheusSession` row by row, with most rules evaluated over
 * many rows at once.
 * @returns null where the recording wants to be read row by row: times that do not go forward, two series of one name,
 * gaps as markers, channels that stand where a rule writes
 */
export function watchWhole(program: RuleProgram, recording: Recording, settings: WatchSettings): Verdict[] | null {
  const { timestampsMs, channels } = recording;
  if (!goForward(timestampsMs)) return null;
  const series = seriesRead(program, recording, settings);
  if (series === null) return null;
  const recorded = memorySource(series);
  const written = liveWindow();
  let nowMs = Number.NEGATIVE_INFINITY;
  const rules = watchedRules(program, channels, settings.alerts, {
    source: layeredSource(recorded, written, () => nowMs),
    write: written.append,
    foretold: foretoldByColumns(program, recorded, timestampsMs.at(-1) ?? 0),
    onTick(atMs) {
      nowMs = atMs;
    },
  });
  const forget = forgetting(written, program.reachMs);
  const verdicts: Verdict[] = [];
  for (let row = 0; row < rowCount(recording); row++) {
    const timestampMs = timestampsMs[row]!;
    rules.startRow(timestampMs);
    rules.evaluateWhile((dueMs) => dueMs <= timestampMs);
    nowMs = timestampMs;
    verdicts.push(rules.verdict(timestampMs));
    forget.upTo(nowMs);
  }
  return verdicts;
}

const goForward = (timesMs: Float64Array): boolean =>
  timesMs.every((atMs, row) => Math.abs(atMs) <= LAST_DATE_MS && (row === 0 || atMs > timesMs[row - 1]!));

function seriesRead(
  program: RuleProgram,
  recording: Recording,
  { gaps }: WatchSettings,
): readonly SampleSeries[] | null {
  if (recording.series === undefined) {
    const isOwn = isOwnOutput(program);
    if (gaps === 'stale' || recording.channels.some(({ labels }) => isOwn(labels))) return null;
  }
  const read = recordedSeries(recording, readsSeries(program)).filter(({ timestampsMs }) => timestampsMs.length > 0);
  return new Set(read.map(({ labels }) => labels.key)).size === read.length ? read : null;
}
