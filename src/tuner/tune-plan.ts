import { type Grain, type SearchSpace, spaceAt, type TrialValues } from '../contenders/search-space.ts';
import { sha256 } from '../digest.ts';
import { type Fault, throwIfAny } from '../faults.ts';
import { canonicalJson, type Json } from '../json.ts';
import type { ContenderSettings } from '../record/errand.ts';
import type { Plan } from '../record/schema.ts';
import type { WatchbenchConfig } from '../run/config.ts';
import { createContender } from '../run/line-up.ts';
import { contenderEntries, makePlan } from '../run/plan.ts';
import type { Dataset } from '../telemetry/dataset.ts';
import { faultsOfSpace } from './check-space.ts';
import { drawTrials } from './draw-trials.ts';

/** One setting of a contender to be tried. */
export interface Trial {
  readonly index: number;
  readonly values: TrialValues;
  readonly contender: ContenderSettings;
  /** Over the contender's entry and configuration: trials of one digest have one outcome. */
  readonly digest: string;
}

/** One contender with all its trials, the first of them as shipped. */
export interface Entrant {
  readonly name: string;
  readonly use: string;
  /** What the configuration says under `with`. */
  readonly settings: Json;
  readonly space: SearchSpace | null;
  readonly trials: readonly Trial[];
}

export interface TunePlan {
  readonly plan: Plan;
  readonly seed: number;
  readonly grain: Grain;
  readonly entrants: readonly Entrant[];
  /** Over all that decides the outcome of a trial but the trial itself: more trials or contenders do not change it. */
  readonly digest: string;
}

export const DEFAULT_TRIALS = 30;

/**
 * Every contender of the configuration with the same number of trials on the same data.
 * @throws InputError what `makePlan` finds wrong, `tune/space`, `tune/nothing-to-choose-on`
 */
export async function makeTunePlan(config: WatchbenchConfig, dataset: Dataset): Promise<TunePlan> {
  const plan = await makePlan({ ...config, studies: ['accuracy'] }, dataset);
  const trials = config.tune?.trials ?? DEFAULT_TRIALS;
  const grain = config.tune?.rules ?? 'shared';
  const seed = config.tune?.seed ?? plan.seeds[0]!;
  const faults: Fault[] = nothingToChooseOn(dataset);
  const entrants: Entrant[] = [];
  for (const { use, name, with: settings } of contenderEntries(config)) {
    const { contender, info } = await createContender(
      use,
      { ...(name !== undefined && { name }), ...(settings && { with: settings }) },
      dataset,
    );
    const declared = contender.searchSpace;
    const space = declared === undefined ? null : spaceAt(declared, grain);
    const wrong = space === null ? [] : faultsOfSpace(info.name, space);
    faults.push(...wrong);
    if (wrong.length > 0) continue;
    const trialOf = (values: TrialValues, index: number): Trial => {
      // As shipped is the configuration itself, not what the space makes of no choice.
      const config = index === 0 || space === null ? info.config : space.configAt(values);
      const digest = sha256(canonicalJson({ use, config }));
      return { index, values, contender: { name: info.name, use, config }, digest };
    };
    entrants.push({
      name: info.name,
      use,
      settings: settings ?? {},
      space,
      trials: drawTrials(space, trials, seed).map(trialOf),
    });
  }
  throwIfAny(faults);
  return { plan, seed, grain, entrants, digest: digestOf(plan) };
}

function digestOf({ dataset, protocol, seeds, policy, accuracy }: Plan): string {
  const { primaryMetric, thresholdTrials, tolerance = null, costs = null } = accuracy;
  const decisive = { primaryMetric, thresholdTrials, tolerance, costs };
  return sha256(canonicalJson({ data: dataset.digest, protocol, seed: seeds[0]!, policy, accuracy: decisive }));
}

/** Settings are chosen by incidents, on recordings that are not judged. */
function nothingToChooseOn({ recordings }: Dataset): Fault[] {
  const withRole = (role: string) => recordings.filter((entry) => entry.role === role);
  const folded = withRole('train-then-test');
  const validation = withRole('validation');
  const fault = (message: string, hint: string): Fault[] => [{ code: 'tune/nothing-to-choose-on', message, hint }];
  if (folded.length === 1) {
    return fault(
      'the one recording is judged, so settings would be chosen on what they are judged on',
      'give several recordings, or a dataset folder with recordings for validation and test',
    );
  }
  if (folded.length > 1) return [];
  if (validation.length === 0) {
    return fault('there is no recording for validation to choose settings on', 'give one the role validation');
  }
  if (validation.every(({ incidents }) => incidents.length === 0)) {
    return fault('no validation recording has an incident, so all settings look alike on them', 'choose another one');
  }
  return [];
}
