import ora from 'ora';
import { formatDuration } from '../duration.ts';
import type { RunEvent } from '../run/run-plan.ts';
import type { CommandIo } from './command-io.ts';

export interface Progress {
  readonly onEvent: (event: RunEvent) => void;
  stop(): void;
}

/** A spinner with rate and time left on a terminal; on anything else only what a log reader needs to know. */
export function runProgress(io: CommandIo, quiet: boolean): Progress {
  if (quiet || !io.errIsTerminal) return { onEvent: (event) => onlyTrouble(event, io), stop: () => {} };
  const startedMs = io.now().getTime();
  const working = new Set<string>();
  let resumed = 0;
  // discardStdin would put the terminal into raw mode, where Ctrl-C is a character like any other.
  const spinner = ora({ stream: process.stderr, text: 'starting', discardStdin: false }).start();
  return {
    onEvent(event) {
      if (event.kind === 'resumed') {
        resumed = event.cells;
        return;
      }
      if (event.kind === 'cell-started') working.add(event.cell.id);
      else working.delete(event.cell.id);
      const elapsedS = (io.now().getTime() - startedMs) / 1000;
      const fresh = event.done - resumed;
      const rate = fresh / Math.max(elapsedS, 0.001);
      const left =
        fresh > 0
          ? `, ${rate.toFixed(1)} cells/s, about ${formatDuration(Math.ceil((event.total - event.done) / rate) * 1000)} left`
          : '';
      spinner.text = `${event.done} of ${event.total} cells${left}  ·  ${[...working].join('  ')}`;
      if (event.kind === 'cell-finished' && event.cell.outcome.kind === 'failed') {
        spinner.stop();
        onlyTrouble(event, io);
        spinner.start();
      }
    },
    stop: () => void spinner.stop(),
  };
}

function onlyTrouble(event: RunEvent, io: CommandIo): void {
  if (event.kind === 'resumed')
    io.err(`going on with an interrupted run: ${event.cells} of ${event.total} cells are done\n`);
  if (event.kind === 'cell-finished' && event.cell.outcome.kind === 'failed') {
    io.err(`${event.cell.id} failed: ${event.cell.outcome.message} [${event.cell.outcome.code}]\n`);
  }
}
