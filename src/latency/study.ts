import { deriveSeed } from '../chance.ts';
import { backendOf, type Contender, type Watcher } from '../contenders/contract.ts';
import { type Fault, throwIfAny } from '../faults.ts';
import type { SendErrand } from '../record/errand.ts';
import type { ContenderInfo, LatencyResult } from '../record/schema.ts';
import type { Assignment } from '../replay/assignment.ts';
import { type Clock, monotonicClock, readMs, timerFacts } from './clock.ts';
import { coldStarts } from './cold-start.ts';
import { readMemory, settledMemory } from './memory.ts';
import { openLedIn } from './observing.ts';
import { observationPool, type Pool } from './pool.ts';
import { ratioOfMedians } from './ratio.ts';
import { describeScenario } from './scenario.ts';
import { timeSides } from './sides.ts';
import { timerWarnings } from './timer-warnings.ts';
import { warmFigures } from './warm-figures.ts';

export interface LatencyTask {
  readonly contender: Contender;
  /** The watcher the accuracy figures are of, where there is one to be had; else the one trained here is timed. */
  readonly watcher?: Watcher;
  /** The contender it is timed in turns with. With itself the ratio is an A/A run: two watchers of one contender. */
  readonly against: Contender;
  /** Its judged recordings give the readings; both sides learn from its training part. */
  readonly assignment: Assignment;
  readonly seed: number;
  readonly info: ContenderInfo;
  /** At least 2; 10 or more for an interval worth reading. */
  readonly rounds: number;
  readonly roundMs: number;
  /** Fresh processes to time a first decision in; 0: none. */
  readonly coldStarts: number;
  readonly sendErrand: SendErrand;
  readonly clock?: Clock;
  readonly onProgress?: (doneShare: number) => void;
}

/**
 * Times one contender in turns with another: warm decisions, training, cold starts, memory. Nothing here is ever taken
 * from a cache: the training that is timed happens here, also where a trained watcher is handed in.
 * @throws InputError `latency/rounds`, `latency/round-ms`, `latency/cold-starts`, `latency/no-rows`
 */
export async function studyLatency(task: LatencyTask): Promise<LatencyResult> {
  assertSettings(task);
  const { contender, against, assignment, seed } = task;
  const clock = task.clock ?? monotonicClock;
  const warmupRows = Math.max(contender.traits.warmupRows, against.traits.warmupRows);
  const pool = observationPool(assignment.judged, warmupRows);
  const steps = progressSteps(task);
  const disposable: Watcher[] = [];
  try {
    const before = settledMemory();
    const startMs = readMs(clock);
    const trained = await contender.fit({ train: assignment.train, seed });
    const trainMs = readMs(clock) - startMs;
    disposable.push(trained);
    const { abstained, memory } = useOnce(trained, pool, before);
    steps.done(1);

    const reference = await against.fit({ train: assignment.train, seed });
    disposable.push(reference);
    const timer = timerFacts(clock);
    const watcher = task.watcher ?? trained;
    const { ours, theirs } = await timeSides({
      ours: { name: contender.name, watcher },
      theirs: { name: `${against.name} (reference)`, watcher: reference },
      pool,
      timer,
      plan: { rounds: task.rounds, roundMs: task.roundMs, clock, seed: deriveSeed(seed, 'latency/samples') },
      onRound: (rounds) => steps.done(1 + rounds),
    });
    const ratio = ratioOfMedians({
      ours: ours.steady.rounds.map(({ medianUs }) => medianUs),
      theirs: theirs.steady.rounds.map(({ medianUs }) => medianUs),
      seed: deriveSeed(seed, 'latency/ratio'),
    });
    const firstDecisionMs = await coldStarts({
      info: task.info,
      artefact: watcher.artefact(),
      count: task.coldStarts,
      sendErrand: task.sendErrand,
      onStart: (started) => steps.done(1 + task.rounds + started),
    });
    return {
      kind: 'latency',
      scenario: describeScenario({
        pool,
        abstained,
        warmupRows,
        against: against.name,
        sameContender: contender.name === against.name,
      }),
      backend: backendOf(watcher),
      measurement: {
        warm: warmFigures(ours),
        cold: { samples: firstDecisionMs.length, firstDecisionMs },
        trainMs,
        ratio: { against: against.name, ...ratio },
        memory,
        timer: { resolutionNs: timer.resolutionNs, warnings: timerWarnings(timer, [ours, theirs]) },
      },
    };
  } finally {
    for (const watcher of disposable) watcher.dispose();
  }
}

/** One pass over the pool: how often it abstains there, and what a session in use weighs. */
function useOnce(watcher: Watcher, pool: Pool, before: ReturnType<typeof settledMemory>) {
  const session = openLedIn(watcher, pool);
  const abstained = pool.timed.filter((row) => session.observe(row).kind === 'abstained').length;
  return { abstained, memory: readMemory(before, watcher, session) };
}

function progressSteps({ rounds, coldStarts: starts, onProgress }: LatencyTask) {
  const total = 1 + rounds + starts;
  return { done: (count: number) => onProgress?.(count / total) };
}

function assertSettings({ rounds, roundMs, coldStarts: starts }: LatencyTask): void {
  const faults: Fault[] = [];
  if (!(Number.isInteger(rounds) && rounds >= 2)) {
    const message = `rounds is a whole number, at least 2 (one round has no interval), got ${rounds}`;
    faults.push({ code: 'latency/rounds', message });
  }
  if (!(roundMs > 0 && Number.isFinite(roundMs))) {
    faults.push({ code: 'latency/round-ms', message: `roundMs is a number of milliseconds above 0, got ${roundMs}` });
  }
  if (!(Number.isInteger(starts) && starts >= 0)) {
    faults.push({ code: 'latency/cold-starts', message: `coldStarts is a whole number, 0 or more, got ${starts}` });
  }
  throwIfAny(faults);
}
