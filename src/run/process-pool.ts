import type { Outcome } from '../record/schema.ts';
import type { CellKey } from './cells.ts';
import { failureOf } from './failure.ts';
import type { CellRunner } from './run-plan.ts';
import { startWorker, type WorkerProcess, type WorkerSetup } from './worker-process.ts';

export interface ProcessPool {
  readonly runCell: CellRunner;
  stop(): void;
}

/**
 * Cells in processes of their own: a contender that crashes, hangs or runs out of memory costs its own cell.
 * A process is used for many cells, and replaced when it died or had to be stopped.
 * @param cellTimeoutMs a cell that takes longer is stopped and counts as hung
 */
export function processPool(setup: WorkerSetup, cellTimeoutMs: number): ProcessPool {
  const idle: WorkerProcess[] = [];
  const busy = new Set<WorkerProcess>();
  let stopped = false;

  async function runCell(cell: CellKey): Promise<Outcome> {
    const worker = idle.pop() ?? (await startWorker(setup));
    if (stopped) worker.stop();
    busy.add(worker);
    let hung = false;
    const timer = setTimeout(() => {
      hung = true;
      worker.stop();
    }, cellTimeoutMs);
    try {
      return await worker.runCell(cell);
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
    runCell,
    stop() {
      stopped = true;
      for (const worker of [...idle.splice(0), ...busy]) worker.stop();
    },
  };
}
