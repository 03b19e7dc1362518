import { isDeepStrictEqual } from 'node:util';
import type { Session, Verdict, Watcher } from '../contenders/contract.ts';
import { observationAt } from '../replay/observation.ts';
import { observeAll } from '../replay/replay.ts';
import { type Recording, rowCount } from '../telemetry/recording.ts';

/** A recording on memory of its own, so that a contender that writes into what it is given harms no other pass. */
export function copyOf(recording: Recording): Recording {
  return {
    ...recording,
    timestampsMs: recording.timestampsMs.slice(),
    columns: recording.columns.map((column) => column.slice()),
  };
}

/** Verdicts as a replay would get them: by the watcher's own fast path where it offers one. */
export function watch(watcher: Watcher, recording: Recording): readonly Verdict[] {
  return watcher.replayAll?.(copyOf(recording)) ?? observeAll(watcher, recording);
}

/** Both ways over a recording; the second only where there is one. */
export function watchEveryWay(watcher: Watcher, recording: Recording): readonly (readonly Verdict[])[] {
  const oneByOne = observeAll(watcher, recording);
  return watcher.replayAll === undefined ? [oneByOne] : [oneByOne, watcher.replayAll(copyOf(recording))];
}

/** Rows [from, to) through a session, each in an array of its own. */
export function observeRows(session: Session, recording: Recording, from = 0, to = rowCount(recording)): Verdict[] {
  const verdicts: Verdict[] = [];
  for (let row = from; row < to; row++) verdicts.push(session.observe(observationAt(recording, row)));
  return verdicts;
}

/** Same answer in every respect: kind, every bit of the score, reason, causes. */
export function sameVerdict(one: Verdict, other: Verdict): boolean {
  return isDeepStrictEqual(one, other);
}

export function describeVerdict(verdict: Verdict | undefined): string {
  if (verdict === undefined) return 'no verdict';
  if (verdict.kind === 'abstained') return `abstained (${verdict.reason})`;
  const causes = verdict.causes.map(({ text }) => text).join('; ');
  return `scored ${verdict.score}${causes === '' ? '' : ` (${causes})`}`;
}

/** One of two passes over the same rows, and how to speak of it: `alone`, `after a restart`. */
export interface Pass {
  readonly name: string;
  readonly verdicts: readonly Verdict[];
}

/** The first row on which two passes disagree, in words; null when there is none. Rows are told from 1. */
export function firstDifference(one: Pass, other: Pass, firstRow = 0): string | null {
  const rows = Math.max(one.verdicts.length, other.verdicts.length);
  for (let i = 0; i < rows; i++) {
    const a = one.verdicts[i];
    const b = other.verdicts[i];
    if (a !== undefined && b !== undefined && sameVerdict(a, b)) continue;
    return `row ${firstRow + i + 1}: ${describeVerdict(a)} ${one.name}, ${describeVerdict(b)} ${other.name}`;
  }
  return null;
}

/** What is wrong with the answers by themselves: one per row, each finite or abstained with a reason. */
export function firstFault(verdicts: readonly Verdict[], rows: number): string | null {
  if (verdicts.length !== rows) return `${verdicts.length} verdicts for ${rows} rows`;
  for (const [row, verdict] of verdicts.entries()) {
    if (verdict.kind === 'abstained' ? verdict.reason === '' : !Number.isFinite(verdict.score)) {
      return `row ${row + 1}: ${verdict.kind === 'abstained' ? 'abstained without a reason' : `scored ${verdict.score}`}`;
    }
  }
  return null;
}

/** First answer that is not null. */
export function firstOf<T>(items: Iterable<T>, check: (item: T) => string | null): string | null {
  for (const item of items) {
    const broke = check(item);
    if (broke !== null) return broke;
  }
  return null;
}
