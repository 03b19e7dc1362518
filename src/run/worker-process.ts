import { type ChildProcess, fork } from 'node:child_process';
import type { Errand, ErrandReport } from '../record/errand.ts';
import type { Outcome, Plan } from '../record/schema.ts';
import type { CellKey } from './cells.ts';
import { WorkerDied } from './failure.ts';
import type { DatasetSource } from './open-dataset.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

export interface WorkerSetup {
  /** The script a worker process starts with; it is given the one argument `worker`. */
  readonly entry: string;
  readonly plan: Plan;
  readonly source: DatasetSource;
}

/** A process of its own that runs cells or errands, one at a time. */
export interface WorkerProcess {
  runCell(cell: CellKey): Promise<Outcome>;
  runErrand(errand: Errand): Promise<ErrandReport>;
  stop(): void;
  /** False once the process has ended; the next job needs a new one. */
  alive(): boolean;
}

export async function startWorker({ entry, plan, source }: WorkerSetup): Promise<WorkerProcess> {
  // Native TensorFlow writes to standard output now and then; a run's standard output is for its result alone.
  const child = fork(entry, ['worker'], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const lastWords = keepLastWords(child);
  const ask = (message: ToWorker): Promise<FromWorker> => answerOf(child, message, lastWords);
  await ask({ kind: 'open', plan, source });
  return {
    async runCell(cell) {
      const answer = await ask({ kind: 'cell', cell });
      if (answer.kind !== 'cell-done') throw new Error(`a worker answered a cell with ${answer.kind}`);
      return answer.outcome;
    },
    async runErrand(errand) {
      const answer = await ask({ kind: 'errand', errand });
      if (answer.kind !== 'errand-done') throw new Error(`a worker answered an errand with ${answer.kind}`);
      return answer.report;
    },
    stop: () => child.kill('SIGKILL'),
    alive: () => child.exitCode === null && child.signalCode === null && child.connected,
  };
}

/** One errand, one process: what "in a new process" means. */
export async function runInFreshProcess(setup: WorkerSetup, errand: Errand): Promise<ErrandReport> {
  const worker = await startWorker(setup);
  try {
    return await worker.runErrand(errand);
  } finally {
    worker.stop();
  }
}

function answerOf(child: ChildProcess, message: ToWorker, lastWords: () => string): Promise<FromWorker> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      child.off('message', onMessage).off('exit', onExit);
      settle();
    };
    const onMessage = (answer: FromWorker) =>
      finish(() => (answer.kind === 'failed' ? reject(new Error(answer.message)) : resolve(answer)));
    const onExit = (code: number | null, signal: string | null) => {
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      const words = lastWords();
      finish(() => reject(new WorkerDied(`its process ended with ${how}${words === '' ? '' : `: ${words}`}`)));
    };
    child.on('message', onMessage).on('exit', onExit);
    child.send(message, (error) => {
      if (error !== null) onExit(child.exitCode, child.signalCode);
    });
  });
}

/** The last line a dying process wrote to standard error is usually why. */
function keepLastWords(child: ChildProcess): () => string {
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-2000);
  });
  return () => tail.trim().split('\n').at(-1) ?? '';
}
