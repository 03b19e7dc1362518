import { InputError } from '../faults.ts';
import type { Errand } from '../record/errand.ts';
import type { ErrandOutcome } from '../run/process-pool.ts';
import { Interrupted } from '../run/run-plan.ts';
import type { TrialOutcome } from './trial-outcome.ts';
import type { TrialStore } from './trial-store.ts';
import type { Entrant, Trial, TunePlan } from './tune-plan.ts';

/** Runs an errand somewhere and never rejects: what went wrong is its outcome. */
export type ErrandRunner = (errand: Errand) => Promise<ErrandOutcome>;

export type TuneEvent =
  | { readonly kind: 'resumed'; readonly trials: number; readonly total: number }
  | {
      readonly kind: 'trial-started';
      readonly entrant: string;
      readonly index: number;
      readonly done: number;
      readonly total: number;
    }
  | {
      readonly kind: 'trial-finished';
      readonly entrant: string;
      readonly index: number;
      readonly done: number;
      readonly total: number;
      readonly outcome: TrialOutcome;
    }
  | { readonly kind: 'judging' };

export interface TuneInput {
  readonly tunePlan: TunePlan;
  readonly runErrand: ErrandRunner;
  /** Errands at work at once. */
  readonly jobs: number;
  readonly store: TrialStore | null;
  readonly onEvent: (event: TuneEvent) => void;
  readonly signal: AbortSignal;
  /** No trial is started after this long; null: all are run. */
  readonly budgetMs: number | null;
  /** Monotonic. */
  readonly nowMs: () => number;
}

export interface TrialsRun {
  /** Beside each entrant its outcomes, of as many trials as every other. */
  readonly outcomes: readonly { readonly entrant: Entrant; readonly outcomes: readonly TrialOutcome[] }[];
  readonly asked: number;
  readonly used: number;
}

/**
 * Runs the trials, the first of every entrant before the second of any, so that whenever time runs out all have had the
 * same number. Equal settings are run once. What comes out does not depend on the order in which they finish.
 * @throws Interrupted when `signal` aborts; InputError `tune/no-time`
 */
export async function runTrials(input: TuneInput): Promise<TrialsRun> {
  const { tunePlan, store, onEvent, signal, budgetMs, nowMs } = input;
  const startedMs = nowMs();
  const { entrants } = tunePlan;
  const asked = entrants[0]!.trials.length;
  const finished = (await store?.load()) ?? new Map<string, TrialOutcome>();
  const wanted = new Map<string, Trial>();
  for (let i = 0; i < asked; i++) {
    for (const { trials } of entrants) if (!wanted.has(trials[i]!.digest)) wanted.set(trials[i]!.digest, trials[i]!);
  }
  const total = wanted.size;
  const queue = [...wanted.values()].filter(({ digest }) => !finished.has(digest));
  let done = total - queue.length;
  if (done > 0) onEvent({ kind: 'resumed', trials: done, total });

  const isOutOfTime = () => budgetMs !== null && nowMs() - startedMs >= budgetMs;
  const runOne = async ({ contender, index, digest }: Trial) => {
    onEvent({ kind: 'trial-started', entrant: contender.name, index, done, total });
    const ended = await input.runErrand({ kind: 'try-settings', contender, seed: tunePlan.plan.seeds[0]! });
    if (signal.aborted) throw new Interrupted();
    const outcome = outcomeOf(ended);
    await store?.save(digest, outcome);
    finished.set(digest, outcome);
    done++;
    onEvent({ kind: 'trial-finished', entrant: contender.name, index, outcome, done, total });
  };
  const lane = async () => {
    while (queue.length > 0 && !isOutOfTime()) {
      if (signal.aborted) throw new Interrupted();
      await runOne(queue.shift()!);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, input.jobs) }, lane));

  const used = Math.min(...entrants.map((entrant) => leading(entrant, finished)));
  if (used === 0) {
    throw InputError.of(
      'tune/no-time',
      'time ran out before every contender was tried as shipped',
      undefined,
      'give it longer: finished trials are kept, and the same command goes on from them',
    );
  }
  return {
    asked,
    used,
    outcomes: entrants.map((entrant) => ({
      entrant,
      outcomes: entrant.trials.slice(0, used).map(({ digest }) => finished.get(digest)!),
    })),
  };
}

/** Trials of an entrant, from the first, of which none is missing. */
function leading({ trials }: Entrant, finished: ReadonlyMap<string, TrialOutcome>): number {
  const missing = trials.findIndex(({ digest }) => !finished.has(digest));
  return missing < 0 ? trials.length : missing;
}

function outcomeOf(ended: ErrandOutcome): TrialOutcome {
  if (ended.kind === 'failed') return { kind: 'failed', code: ended.code, message: ended.message };
  const { report } = ended;
  if (report.kind !== 'try-settings') throw new Error(`trying settings was answered with ${report.kind}`);
  return { kind: 'tried', heldOut: report.heldOut, inSample: report.inSample };
}
