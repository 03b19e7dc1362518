import { metricOfSums } from './block-sums.ts';
import { pagesOf } from './matching.ts';
import { defined, undefinedBecause } from './metric.ts';
import { WITH_TOLERANCE } from './tolerance.ts';

export const alertsPerIncident = metricOfSums({
  card: {
    id: 'alerts-per-incident',
    version: 1,
    title: 'Alerts per incident',
    unit: 'alerts',
    better: 'lower',
    range: [1, null],
    definition: `Mean number of pages that go out in an incident, over the incidents in which at least one does: 1 when nobody is paged twice for the same thing. Missed incidents are left out; event recall counts them. ${WITH_TOLERANCE}`,
    undefinedWhen: 'no incident is detected',
    source: 'operational unit of this project',
  },
  sums: ['pages', 'detected'],
  count: (block) => {
    const pages = block.incidents.map((incident) => pagesOf(block, incident).length).filter((count) => count > 0);
    return { pages: pages.reduce((sum, count) => sum + count, 0), detected: pages.length };
  },
  value: ({ pages, detected }) =>
    detected === 0 ? undefinedBecause('no incident is detected') : defined(pages / detected),
});
