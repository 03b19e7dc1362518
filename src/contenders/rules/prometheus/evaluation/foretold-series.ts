import type { RecordingRule, RuleGroup } from '../rule-file.ts';
import type { VectorOutcome } from './instant-vector.ts';
import type { LiveWindow } from './live-window.ts';
import type { Stretch } from './rule-columns.ts';
import { recordedLabels, recordedSamples } from './rule-output.ts';
import { writtenSeries } from './written-series.ts';

/** What a recording rule writes, ahead of its time: the same samples and staleness markers as step by step. */
export function foretoldSeries(rule: RecordingRule, group: RuleGroup, into: LiveWindow) {
  const relabel = recordedLabels(rule);
  const series = writtenSeries(undefined);
  return {
    /** Stretch after stretch, without a gap. @returns false where a sample was turned away */
    write({ startMs, stepMs, count }: Stretch, found: (step: number) => VectorOutcome): boolean {
      let isWhole = true;
      for (let step = 0; step < count; step++) {
        const outcome = found(step);
        if (outcome.kind !== 'vector') continue;
        const recorded = recordedSamples(outcome.elements, relabel, group.limit);
        if (recorded.kind === 'failed') continue;
        isWhole = series.write(recorded.elements, startMs + step * stepMs, into.append) && isWhole;
      }
      return isWhole;
    },
  };
}
