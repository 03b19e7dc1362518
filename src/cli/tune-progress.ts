import ora from 'ora';
import { formatDuration } from '../duration.ts';
import type { TuneEvent } from '../tuner/run-trials.ts';
import type { CommandIo } from './command-io.ts';

export interface TuneProgress {
  readonly onEvent: (event: TuneEvent) => void;
  stop(): void;
}

/** A spinner with the time left on a terminal; on anything else only what a log reader needs to know. */
export function tuneProgress(io: CommandIo, quiet: boolean): TuneProgress {
  if (quiet || !io.errIsTerminal) return { onEvent: (event) => onlyNews(event, io), stop: () => {} };
  const startedMs = io.now().getTime();
  const working = new Set<string>();
  let resumed = 0;
  // discardStdin would put the terminal into raw mode, where Ctrl-C is a character like any other.
  const spinner = ora({ stream: process.stderr, text: 'starting', discardStdin: false }).start();
  return {
    onEvent(event) {
      if (event.kind === 'resumed') {
        resumed = event.trials;
        return;
      }
      if (event.kind === 'judging') {
        spinner.text = 'judging what was chosen';
        return;
      }
      const name = `${event.entrant} ${event.index + 1}`;
      if (event.kind === 'trial-started') working.add(name);
      else working.delete(name);
      const fresh = event.done - resumed;
      const rate = fresh / Math.max((io.now().getTime() - startedMs) / 1000, 0.001);
      const left =
        fresh > 0 ? `, about ${formatDuration(Math.ceil((event.total - event.done) / rate) * 1000)} left` : '';
      spinner.text = `${event.done} of ${event.total} trials${left}  ·  ${[...working].join('  ')}`;
      if (event.kind === 'trial-finished' && event.outcome.kind === 'failed') {
        spinner.stop();
        onlyNews(event, io);
        spinner.start();
      }
    },
    stop: () => void spinner.stop(),
  };
}

function onlyNews(event: TuneEvent, io: CommandIo): void {
  if (event.kind === 'resumed') {
    io.err(`going on with an interrupted tune: ${event.trials} of ${event.total} trials are done\n`);
  }
  if (event.kind === 'trial-finished' && event.outcome.kind === 'failed') {
    io.err(`${event.entrant}, trial ${event.index + 1} failed: ${event.outcome.message} [${event.outcome.code}]\n`);
  }
}
