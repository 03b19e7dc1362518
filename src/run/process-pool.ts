import type { Errand, ErrandReport } from '../record/errand.ts';
import type { Outcome } from '../record/schema.ts';
import type { CellKey } from './cells.ts';
import { failureOf } from './failure.ts';
import type { CellRunner } from './run-plan.ts';
import { startWorker, type WorkerProcess, type WorkerSetup } from './worker-process.ts';

/** Like an outcome of a cell: what went wrong is an answer, so that it costs this errand alone. */
export type ErrandOutcome =
  | { readonly kind: 'done'; readonly report: ErrandReport }
  | Extract<Outcome, { kind: 'failed' }>;

export interface ProcessPool {
  readonly runCell: CellRunner;
  readonly runErrand: (errand: Errand) => Promise<ErrandOutcome>;
  stop(): void;
}

/**
 * Cells and errands in processes of their own: a contender that crashes, hangs or runs out of memory costs its own cell.
 * A process is used for many of them, and replaced when it died or had to be stopped.
 * @param cellTimeoutMs a cell or errand that takes longer is stopped and counts as hung
 */
export function processPool(setup: WorkerSetup, cellTimeoutMs: number): ProcessPool {
  const idle: WorkerProcess[] = [];
  const busy = new Set<WorkerProcess>();
  let stopped = false;

  async function inProcess<T>(
    work: (worker: WorkerProcess) => Promise<T>,
  ): Promise<T | Extract<Outcome, { kind: 'failed' }>> {
    const worker = idle.pop() ?? (await startWorker(setup));
    if (stopped) worker.stop();
    busy.add(worker);
    let hung = false;
    const timer = setTimeout(() => {
      hung = true;
      worker.stop();
    }, cellTimeoutMs);
    try {
      return await work(worker);
    } catch (thrown) {
      const limitS = Math.round(cellTimeoutMs / 1000);
      return hung
        ? { kind: 'failed', code: 'contender/hung', message: `no answer within ${limitS} s` }
        : failureOf(thrown);
    } finally {
      clearTimeout(timer);
      busy.delete(worker);
      if (worker.alive() && !stopped) idle.push(worker);
    }
  }

  return {
    runCell: (cell: CellKey) => inProcess((worker) => worker.runCell(cell)),
    runErrand: (errand) => inProcess(async (worker) => ({ kind: 'done', report: await worker.runErrand(errand) })),
    stop() {
      stopped = true;
      for (const worker of [...idle.splice(0), ...busy]) worker.stop();
    },
  };
}
