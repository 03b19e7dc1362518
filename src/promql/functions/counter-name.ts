import { type Labels, metricName } from '../labels.ts';
import { goQuote } from '../text/go-quote.ts';
import { remark } from './arguments.ts';
import type { FunctionContext } from './function.ts';

const COUNTER_SUFFIX = /(?:_total|_sum|_count|_bucket)$/;

/** Remarks that a metric, by its name, may be no counter. */
export function remarkOnCounterName(labels: Labels, present: Uint8Array, context: FunctionContext): void {
  const name = metricName(labels);
  if (name === '' || COUNTER_SUFFIX.test(name) || !present.includes(1)) return;
  const message = 'metric might not be a counter, name does not end in _total/_sum/_count/_bucket:';
  remark(context, 'info', 0, `${message} ${goQuote(name)}`);
}
