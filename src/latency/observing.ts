import type { Session, Verdict, Watcher } from '../contenders/contract.ts';
import type { Pool } from './pool.ts';
import type { TimedTask } from './rounds.ts';

/**
 * `batch` decisions as something to be timed: a live session that reads the pool in order. Where fewer than a batch of
 * rows are left, a fresh session is opened and led in again, outside what is timed.
 */
export function observing(name: string, watcher: Watcher, pool: Pool, wantedBatch: number): TimedTask {
  const { timed } = pool;
  const batch = Math.min(wantedBatch, timed.length);
  let session: Session = openLedIn(watcher, pool);
  let next = 0;
  // The last verdict is kept, so that no compiler may find the work unused.
  const keep: { verdict: Verdict | null } = { verdict: null };
  return {
    name,
    calls: batch,
    prepare() {
      if (next + batch <= timed.length) return;
      session = openLedIn(watcher, pool);
      next = 0;
    },
    run:
      batch === 1
        ? () => {
            keep.verdict = session.observe(timed[next++]!);
          }
        : () => {
            for (let i = 0; i < batch; i++) keep.verdict = session.observe(timed[next++]!);
          },
  };
}

export function openLedIn(watcher: Watcher, { channels, leadIn }: Pool): Session {
  const session = watcher.open(channels);
  for (const observation of leadIn) session.observe(observation);
  return session;
}
