import type { Contender } from '../contenders/contract.ts';
import { type Fault, InputError, throwIfAny } from '../faults.ts';
import type { BehaviourResult, ContenderInfo, PropertyResult } from '../record/schema.ts';
import type { LabelledRecording } from '../telemetry/recording.ts';
import { suggestionHint } from '../telemetry/suggest.ts';
import { PROPERTIES } from './properties.ts';
import type { Property } from './property.ts';
import { runProperty } from './run-property.ts';
import { silenceOf } from './silence.ts';
import { withStudyContext } from './study-context.ts';

export interface BehaviourTask {
  readonly contender: Contender;
  /** How to make the contender again, for its counterexamples; made up from the contender itself where not given. */
  readonly info?: ContenderInfo;
  /** At least one recording: cases are made on its channels, with values of its size. */
  readonly train: readonly LabelledRecording[];
  readonly seed: number;
  /** Ids; the whole catalogue where not given. */
  readonly properties?: readonly string[];
  /** Cases of each frozen property; refit properties get a twentieth, at least three. */
  readonly runs: number;
  readonly onProgress?: (progress: BehaviourProgress) => void;
}

export interface BehaviourProgress {
  /** The property about to run. */
  readonly property: string;
  readonly finished: number;
  readonly total: number;
}

/**
 * Holds a contender to every property it is subject to. It is fitted once; what it throws within a property is a
 * violation of that property, what it throws while being fitted is thrown on.
 * @throws InputError `behaviour/property`, `behaviour/runs`, `behaviour/no-property`
 */
export async function studyBehaviour(task: BehaviourTask): Promise<BehaviourResult> {
  const { contender, train, seed, runs, onProgress } = task;
  const chosen = chooseProperties(task.properties, runs);
  const info = task.info ?? infoOf(contender);
  return withStudyContext({ contender, train, seed }, async (context) => {
    const properties: PropertyResult[] = [];
    const silence = silenceOf(context);
    for (const property of chosen) {
      onProgress?.({ property: property.id, finished: properties.length, total: chosen.length });
      const result = await runProperty(property, context, { info, runs });
      properties.push(silence === null ? result : withoutHeld(result, silence));
    }
    return { kind: 'behaviour', properties };
  });
}

/** What abstains throughout holds every promise about its scores. That shows nothing, and does not count as held. */
const withoutHeld = (result: PropertyResult, reason: string): PropertyResult =>
  result.outcome.kind === 'held' ? { ...result, outcome: { kind: 'not-applicable', reason } } : result;

/** A contender of the line-up is known there by its name, unless it was given another. */
function infoOf({ name, traits, config }: Contender): ContenderInfo {
  return { name, use: name, traits: { ...traits, claims: [...traits.claims] }, config };
}

function chooseProperties(ids: readonly string[] | undefined, runs: number): readonly Property[] {
  const known = PROPERTIES.map(({ id }) => id);
  const faults = (ids ?? []).filter((id) => !known.includes(id)).map((id) => unknownProperty(id, known));
  if (!(Number.isInteger(runs) && runs >= 1)) {
    faults.push({ code: 'behaviour/runs', message: `runs is a whole number from 1 on, got ${runs}` });
  }
  throwIfAny(faults);
  const chosen = ids === undefined ? PROPERTIES : PROPERTIES.filter(({ id }) => ids.includes(id));
  if (chosen.length === 0) throw InputError.of('behaviour/no-property', 'a study of no property would show nothing');
  return chosen;
}

function unknownProperty(id: string, known: readonly string[]): Fault {
  const hint = suggestionHint(id, known);
  return {
    code: 'behaviour/property',
    message: `there is no property ${JSON.stringify(id)}`,
    ...(hint !== undefined && { hint }),
  };
}
