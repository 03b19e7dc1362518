import { samplesBetween } from '../../../../telemetry/raw-series.ts';
import { type Recording, rowCount } from '../../../../telemetry/recording.ts';
import type { Session, Verdict, Watcher } from '../../../contract.ts';
import { streamingWatcher } from '../../../streaming-watcher.ts';
import type { RuleProgram } from '../evaluation/rule-program.ts';
import { prometheusSession, type WatchSettings } from './prometheus-session.ts';
import { watchWhole } from './whole-recording.ts';

/** @param digest of the rules and their settings: all there is to be learned */
export function prometheusWatcher(program: RuleProgram, digest: string, settings: WatchSettings): Watcher {
  const watcher = streamingWatcher({ rules: digest }, (channels, from) =>
    prometheusSession(program, channels, settings, from),
  );
  return {
    ...watcher,
    replayAll(recording) {
      const session = watcher.open(recording.channels); // which also refuses to go on once disposed of
      return watchWhole(program, recording, settings) ?? rowByRow(session, recording);
    },
  };
}

function rowByRow(session: Session, recording: Recording): Verdict[] {
  const { timestampsMs, columns, series } = recording;
  return Array.from({ length: rowCount(recording) }, (_, row) => {
    const timestampMs = timestampsMs[row]!;
    const values = Float64Array.from(columns, (column) => column[row]!);
    if (series === undefined) return session.observe({ timestampMs, values });
    const afterMs = row === 0 ? Number.NEGATIVE_INFINITY : timestampsMs[row - 1]!;
    return session.observe({ timestampMs, values, samples: samplesBetween(series, afterMs, timestampMs) });
  });
}
