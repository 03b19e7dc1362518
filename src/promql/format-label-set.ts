import type { Labels } from './labels.ts';

/** As Prometheus writes label sets in errors, the metric name a label like the others: `{__name__="up", job="api"}`. */
export const formatLabelSet = ({ pairs }: Labels): string =>
  `{${pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}}`;
