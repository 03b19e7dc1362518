import type { Contender } from '../contenders/contract.ts';
import type { Plan } from '../record/schema.ts';
import type { Assignment } from '../replay/assignment.ts';
import type { Dataset, DatasetRecording } from '../telemetry/dataset.ts';
import { assignmentsOf, type PlanPart, recordingsOfPart } from './assignments.ts';
import { type DatasetSource, openDataset } from './open-dataset.ts';

/** The recordings of a plan, read when they are first needed. */
export interface PlanData {
  /**
   * As these contenders are to see them. Raw series take many times as long to read as channels, so they are read once
   * somebody looks at them (`Contender.reads`); contenders of whom none does are shown none, in whatever process.
   * @param part what will be looked at; a dataset folder is read no further
   * @throws InputError as {@link openDataset}
   * @throws Error when the data are no longer those of the plan
   */
  assignmentsFor(contenders: readonly Pick<Contender, 'reads'>[], part?: PlanPart): Promise<readonly Assignment[]>;
}

export function planData(plan: Plan, source: DatasetSource): PlanData {
  let whole: Dataset | null = null;
  let channelsOnly: Dataset | null = null;

  async function open(rawSeries: boolean, part: PlanPart): Promise<Dataset> {
    const dataset = await openDataset(source, {
      rawSeries,
      ...(part !== 'all' && { recordings: (all) => recordingsOfPart(all, plan.protocol, part) }),
    });
    if (dataset.digest !== plan.dataset.digest) throw new Error(`${source.path} changed while the run was going on`);
    return dataset;
  }

  return {
    async assignmentsFor(contenders, part = 'all') {
      const readsRaw = contenders.some(({ reads }) => reads !== undefined);
      if (part !== 'all') return assignmentsOf(await open(readsRaw, part), plan.protocol);
      if (readsRaw) {
        whole ??= await open(true, part);
        channelsOnly = withoutRawSeries(whole);
      } else {
        channelsOnly ??= await open(false, part);
      }
      return assignmentsOf(readsRaw ? whole! : channelsOnly, plan.protocol);
    },
  };
}

function withoutRawSeries(dataset: Dataset): Dataset {
  const recordings = dataset.recordings.map((entry): DatasetRecording => {
    const { series: _, ...recording } = entry.recording;
    return { ...entry, recording };
  });
  return { ...dataset, recordings };
}
