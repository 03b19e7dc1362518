import type { Watcher } from '../contenders/contract.ts';
import type { SendErrand } from '../record/errand.ts';
import type { ContenderInfo } from '../record/schema.ts';
import { observationAt } from '../replay/observation.ts';
import { type Recording, rowCount } from '../telemetry/recording.ts';
import { type Clock, monotonicClock, readMs } from './clock.ts';

/**
 * Milliseconds to open a session and make its first decision, with nothing warmed up: the opening and the first
 * `observe` that is scored. Abstentions before it (a window that fills) are fed and not counted; where no row is scored,
 * the first abstention is what is timed. 0 rows: the opening alone.
 */
export function timeFirstDecision(watcher: Watcher, recording: Recording, clock: Clock = monotonicClock): number {
  const openedAtMs = readMs(clock);
  const session = watcher.open(recording.channels);
  const openMs = readMs(clock) - openedAtMs;
  let firstAbstentionMs: number | null = null;
  for (let row = 0; row < rowCount(recording); row++) {
    const observation = observationAt(recording, row);
    const startMs = readMs(clock);
    const { kind } = session.observe(observation);
    const tookMs = readMs(clock) - startMs;
    if (kind === 'scored') return openMs + tookMs;
    firstAbstentionMs ??= tookMs;
  }
  return openMs + (firstAbstentionMs ?? 0);
}

/** First decisions of a watcher restored from its artefact, each in a process of its own, one after the other. */
export async function coldStarts(input: {
  readonly info: ContenderInfo;
  readonly artefact: Uint8Array;
  readonly count: number;
  readonly sendErrand: SendErrand;
  readonly onStart?: (done: number) => void;
}): Promise<number[]> {
  const artefactBase64 = Buffer.from(input.artefact).toString('base64');
  const firstDecisionMs: number[] = [];
  for (let i = 0; i < input.count; i++) {
    const report = await input.sendErrand({ kind: 'first-decision', contender: input.info, artefactBase64 });
    if (report.kind !== 'first-decision') throw new Error(`expected a first-decision report, got ${report.kind}`);
    firstDecisionMs.push(report.firstDecisionMs);
    input.onStart?.(i + 1);
  }
  return firstDecisionMs;
}
