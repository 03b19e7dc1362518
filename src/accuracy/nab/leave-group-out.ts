import { InputError } from '../../faults.ts';
import { groupOf } from './group-of.ts';
import type { NabProfile } from './profiles.ts';
import { type NabCorpusScore, sumOfFiles } from './score-corpus.ts';
import { type NabSeries, scoreSeries } from './score-series.ts';
import { sweepThresholds } from './sweep.ts';

/** The threshold one group was judged at: the best of all the others. */
export interface GroupThreshold {
  readonly group: string;
  readonly threshold: number;
}

/** Files were scored at thresholds of their own group, so there is no one threshold. */
export type HeldOutScore = NabCorpusScore & { readonly folds: readonly GroupThreshold[] };

/**
 * Each group (folder) is scored at the threshold that is best on all other groups, and the files are summed as ever: no
 * threshold has seen the labels it is judged by. One score per profile.
 * @throws InputError `nab/one-group` where there is nothing to choose a threshold on
 */
export function scoreLeaveGroupOut(corpus: readonly NabSeries[], profiles: readonly NabProfile[]): HeldOutScore[] {
  const groups = [...new Set(corpus.map(groupOf))];
  if (groups.length < 2) {
    const message = `leave-group-out chooses a threshold on the other folders, and there is only ${JSON.stringify(groups[0] ?? '')}`;
    throw InputError.of('nab/one-group', message);
  }
  const thresholds = new Map(
    groups.map((group) => {
      const others = corpus.filter((series) => groupOf(series) !== group);
      return [group, sweepThresholds(others, profiles)] as const;
    }),
  );
  return profiles.map((profile, i) => ({
    ...sumOfFiles(
      corpus.map((series) => scoreSeries(series, profile, thresholds.get(groupOf(series))![i]!)),
      profile,
    ),
    folds: groups.map((group) => ({ group, threshold: thresholds.get(group)![i]! })),
  }));
}
