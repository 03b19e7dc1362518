import type { Labels } from '../labels.ts';
import { goQuote } from './go-quote.ts';

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** As Prometheus writes label sets in errors, the metric name a label like the others: `{__name__="up", job="api"}`. */
export const formatLabelSet = ({ pairs }: Labels): string =>
  `{${pairs.map(([name, value]) => `${PLAIN_NAME.test(name) ? name : goQuote(name)}=${goQuote(value)}`).join(', ')}}`;
