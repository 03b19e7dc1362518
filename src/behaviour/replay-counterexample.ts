import type { Contender } from '../contenders/contract.ts';
import type { LabelledRecording } from '../telemetry/recording.ts';
import type { Counterexample } from './counterexample.ts';
import { PROPERTIES } from './properties.ts';
import { tryCase, whyNot } from './run-property.ts';
import { withStudyContext } from './study-context.ts';

/** Times a stored case is run: more than once, because a failure that comes and goes is a finding of its own. */
const RUNS = 3;

export type ReplayOutcome =
  /** Failed every time; what broke now. */
  | { readonly kind: 'still-fails'; readonly message: string }
  | { readonly kind: 'fixed' }
  /** Failed some times of three: the contender is not deterministic. */
  | { readonly kind: 'flaky'; readonly failures: number; readonly runs: number; readonly message: string }
  /** The stored case says nothing any more; why. */
  | { readonly kind: 'stale'; readonly reason: string };

export interface CounterexampleReplay {
  readonly contender: Contender;
  readonly counterexample: Counterexample;
  /** Other data to learn from than those the counterexample carries. */
  readonly train?: readonly LabelledRecording[];
}

/** Fits the contender again and runs one stored case by value. What the contender throws while being fitted is thrown on. */
export async function replayCounterexample({
  contender,
  counterexample,
  train = counterexample.training,
}: CounterexampleReplay): Promise<ReplayOutcome> {
  const { id, version } = counterexample.property;
  const property = PROPERTIES.find((candidate) => candidate.id === id);
  if (property === undefined) return stale(`there is no property ${id} any more`);
  if (property.version !== version)
    return stale(`${id} is now version ${property.version}, this is of version ${version}`);
  return withStudyContext({ contender, train, seed: counterexample.seed }, async (context): Promise<ReplayOutcome> => {
    const reason = whyNot(property, context);
    if (reason !== null) return stale(`${id} does not apply to ${contender.name} any more: ${reason}`);
    const failures: string[] = [];
    for (let run = 0; run < RUNS; run++) {
      const broke = await tryCase(property, context, counterexample.case);
      if (broke !== null) failures.push(broke);
    }
    const [message] = failures;
    if (message === undefined) return { kind: 'fixed' };
    if (failures.length < RUNS) return { kind: 'flaky', failures: failures.length, runs: RUNS, message };
    return { kind: 'still-fails', message };
  });
}

const stale = (reason: string): ReplayOutcome => ({ kind: 'stale', reason });
