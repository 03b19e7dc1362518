import type { Column } from '../evaluated.ts';
import { dropMetricName, type Labels } from '../labels.ts';

/** The labels of a result that is no longer the metric it was: without the name, or marked to lose it at the end. */
export function nameless(labels: Labels, delayed: boolean): Pick<Column, 'labels' | 'nameDropped'> {
  return delayed ? { labels, nameDropped: true } : { labels: dropMetricName(labels), nameDropped: false };
}
