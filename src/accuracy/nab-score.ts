import type { MetricCard } from '../record/schema.ts';
import { metricOfSums } from './block-sums.ts';
import { defined, type Judged, type Metric, undefinedBecause } from './metric.ts';
import { judgedWindows } from './nab/judged-windows.ts';
import { nabNormalised } from './nab/normalise.ts';
import { type NabProfile, type NabProfileId, nabProfile } from './nab/profiles.ts';
import { nabRowValue } from './nab/row-values.ts';

type Identity = Pick<MetricCard, 'id' | 'title'>;

/**
 * NAB score of pages. The corpus scorer in `nab/` judges rows of scores, as published figures do; this metric judges
 * what pages somebody, so that every metric of a run sees the same alerts.
 */
function nabScore(identity: Identity, profileId: NabProfileId): Metric {
  const profile = nabProfile(profileId);
  const { truePositive, falsePositive, falseNegative } = profile;
  return metricOfSums({
    card: {
      ...identity,
      version: 1,
      unit: 'points',
      better: 'higher',
      range: [null, 100],
      definition: `NAB score of the first rows of alerts (one detection a page) under the ${profileId} weights (detection ${truePositive}, false detection ${falsePositive}, miss ${falseNegative}): 0 for silence, 100 for every incident paged on its first row and nothing else. Incidents are the windows; ones that share a row are joined. A page that goes up before an incident and stays up counts as false, and the incident as missed. An abstained row detects nothing.`,
      undefinedWhen: 'there is no incident',
      source:
        'Lavin and Ahmad, Evaluating Real-time Anomaly Detection Algorithms, ICMLA 2015; numenta/NAB, nab/sweeper.py',
    },
    sums: ['raw', 'windows'],
    count: (block) => countPages(block, profile),
    value: ({ raw, windows }) => {
      const normalised = nabNormalised(raw, windows, profile);
      return normalised === null ? undefinedBecause('there is no incident') : defined(normalised);
    },
  });
}

function countPages(block: Judged, profile: NabProfile): { readonly raw: number; readonly windows: number } {
  const { windows, counted, withoutRows } = judgedWindows(block);
  const best = new Map<number, number>();
  let raw = 0;
  for (const { startRow } of block.alerts) {
    // Few pages and few windows: a walk back through the windows costs less than a value for every row.
    const at = windows.findLastIndex(({ firstRow }) => firstRow <= startRow);
    const window = windows[at];
    const isInside = window !== undefined && startRow <= window.lastRow;
    const value = nabRowValue(startRow, isInside ? { inside: window } : { previous: window }, profile);
    if (isInside) best.set(at, Math.max(best.get(at) ?? value, value));
    else raw += value;
  }
  for (const window of counted) raw += best.get(window) ?? -profile.falseNegative;
  return { raw, windows: counted.size + withoutRows };
}

export const nabStandard = nabScore({ id: 'nab-standard', title: 'NAB score, standard' }, 'standard');
export const nabLowFp = nabScore({ id: 'nab-low-fp', title: 'NAB score, few false alarms' }, 'reward_low_FP_rate');
export const nabLowFn = nabScore({ id: 'nab-low-fn', title: 'NAB score, few misses' }, 'reward_low_FN_rate');
