import { deriveSeed } from '../chance.ts';
import type { Contender } from '../contenders/contract.ts';
import { canonicalJson } from '../json.ts';
import type { ContenderSettings, JudgedSide, SettingsPick } from '../record/errand.ts';
import type { Plan } from '../record/schema.ts';
import type { Assignment } from '../replay/assignment.ts';
import { bootstrapMetric, chooseBlocks } from './bootstrap.ts';
import { withCosts } from './cost-per-day.ts';
import type { Judged } from './metric.ts';
import { metricById } from './metrics.ts';
import { watch } from './watch-assignments.ts';
import { judge, type Watched } from './watched.ts';

/**
 * The primary metric of each side, where a side picks settings and a threshold for every judged recording. With one pick
 * for all it is the figure of the accuracy study under that threshold, to the last bit.
 * @throws Error when a side picks nothing for a recording
 */
export async function judgePicks(input: {
  readonly sides: readonly (readonly SettingsPick[])[];
  readonly assignments: readonly Assignment[];
  readonly seed: number;
  readonly plan: Plan;
  readonly make: (settings: ContenderSettings) => Promise<Contender>;
}): Promise<JudgedSide[]> {
  const { sides, assignments, plan } = input;
  const judgedOf: Judged[][] = sides.map(() => []);
  for (const assignment of assignments) {
    const watchedBy = watchingOnce(assignment, input);
    for (const { labelled } of assignment.judged) {
      const { id } = labelled.recording;
      for (const [i, picks] of sides.entries()) {
        const pick = picks.find(({ judged }) => judged.includes(id));
        if (pick === undefined) throw new Error(`no settings were picked for ${id}`);
        const watched = (await watchedBy(pick.contender)).find(({ trace }) => trace.recordingId === id)!;
        judgedOf[i]!.push(judge(watched, pick.threshold, plan.policy, plan.accuracy.tolerance));
      }
    }
  }
  return judgedOf.map((judged) => figureOf(judged, plan));
}

/** Sides often pick the same settings: each is fitted and replayed once. */
function watchingOnce(
  { train, judged }: Assignment,
  { seed, make }: Pick<Parameters<typeof judgePicks>[0], 'seed' | 'make'>,
) {
  const seen = new Map<string, Watched[]>();
  return async (settings: ContenderSettings): Promise<Watched[]> => {
    const key = canonicalJson({ use: settings.use, config: settings.config });
    const before = seen.get(key);
    if (before !== undefined) return before;
    const watcher = await (await make(settings)).fit({ train, seed });
    try {
      const watched = watch(watcher, judged);
      seen.set(key, watched);
      return watched;
    } finally {
      watcher.dispose();
    }
  };
}

function figureOf(judged: readonly Judged[], { accuracy, seeds }: Plan): JudgedSide {
  const [primary] = withCosts([metricById(accuracy.primaryMetric)], accuracy.costs);
  // The seed and the blocks of the accuracy study, so that the figures of a run and of a tune are the same.
  const bootstrap = { resamples: accuracy.bootstrapResamples, seed: deriveSeed(seeds[0]!, 'bootstrap') };
  const { blocks, blockMs } = chooseBlocks(judged);
  const { value, replicates } = bootstrapMetric(primary!, blocks, bootstrap);
  return { value, replicates, bootstrap: { ...bootstrap, blocks: blocks.length, blockMs } };
}
