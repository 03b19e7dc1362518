import { metricOfSums } from './block-sums.ts';
import { clopperPearson } from './intervals.ts';
import { pagesOf } from './matching.ts';
import { defined, type Judged, undefinedBecause } from './metric.ts';
import { rowsWithin } from './row-search.ts';
import { wholeOf } from './stretch.ts';
import { WITH_TOLERANCE } from './tolerance.ts';

export const incidentsHiddenByAbstention = metricOfSums({
  card: {
    id: 'incidents-hidden-by-abstention',
    version: 1,
    title: 'Incidents hidden by abstention',
    unit: '1',
    better: 'lower',
    range: [0, 1],
    definition: `Missed incidents during which the contender gave no score on at least one counted row / incidents. A score there might have been a page, so this is the most that abstaining can have cost; who abstains and pages all the same hid nothing. ${WITH_TOLERANCE}`,
    undefinedWhen: 'there is no incident',
    source: 'operational unit of this project',
  },
  sums: ['hidden', 'incidents'],
  count: (block) => ({
    hidden: block.incidents.filter((incident) => pagesOf(block, incident).length === 0 && abstainsIn(block, incident))
      .length,
    incidents: block.incidents.length,
  }),
  value: ({ hidden, incidents }) =>
    incidents === 0 ? undefinedBecause('there is no incident') : defined(hidden / incidents),
  exactInterval: ({ hidden, incidents }) => clopperPearson(hidden, incidents),
});

function abstainsIn(block: Judged, incident: Judged['incidents'][number]): boolean {
  const { timestampsMs, scores, fromRow } = wholeOf(block);
  return rowsWithin(timestampsMs, incident).some((row) => row >= fromRow && Number.isNaN(scores[row]!));
}
