import { METRIC_NAME } from '../../../../promql/labels.ts';
import type { InstantSelector } from '../../../../promql/syntax.ts';

/** The one metric a selector reads; null where it may read several. */
export const metricOf = ({ matchers }: InstantSelector): string | null =>
  matchers.find(({ label, operator }) => label === METRIC_NAME && operator === '=')?.value ?? null;
