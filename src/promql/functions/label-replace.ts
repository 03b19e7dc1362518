import { RE2JS, RE2JSException } from 're2js';
import { mergeSameLabels } from '../evaluate/distinct-labels.ts';
import { type Column, EvaluationError } from '../evaluated.ts';
import { isLabelName, labelValue, METRIC_NAME, withLabel } from '../labels.ts';
import { isUtf8 } from '../text/byte-text.ts';
import { textOf, vectorOf } from './arguments.ts';
import { expandTemplate } from './expand-template.ts';
import type { FunctionContext, WholeFunction } from './function.ts';
import { labelValueLimit } from './label-value-limit.ts';

/** label_replace(vector, destination, replacement, source, regex): where the whole source value matches. */
export const labelReplace: WholeFunction = {
  kind: 'whole',
  name: 'label_replace',
  evaluate(args, context) {
    const [destination, replacement, source, regex] = args.slice(1).map(textOf) as [string, string, string, string];
    const pattern = compile(regex, context);
    checkLabelName('destination', destination, context);
    const takeLength = labelValueLimit(context);
    const columns = vectorOf(args[0]).map((column) => {
      const value = labelValue(column.labels, source);
      const match = pattern.matcher(value);
      if (!match.matches()) return column;
      // Each reference to a group takes two characters and gives no more than the whole value.
      const references = replacement.split('$').length - 1;
      if (references > 0) takeLength(replacement.length + references * value.length);
      return labelled(column, destination, expandTemplate(replacement, match));
    });
    return { kind: 'vector', columns: mergeSameLabels(columns, context.call.span) };
  },
};

function compile(regex: string, { call }: FunctionContext): RE2JS {
  try {
    if (isUtf8(regex)) return RE2JS.compile(regex, RE2JS.DOTALL);
  } catch (thrown) {
    if (!(thrown instanceof RE2JSException)) throw thrown;
  }
  throw new EvaluationError(`invalid regular expression in label_replace(): ${regex}`, call.span);
}

export function checkLabelName(role: 'source' | 'destination', name: string, { call }: FunctionContext): void {
  if (isLabelName(name)) return;
  throw new EvaluationError(`invalid ${role} label name in ${call.name}(): ${name}`, call.span);
}

/** A new metric name stays: it was given on purpose. */
export const labelled = (column: Column, label: string, value: string): Column => ({
  ...column,
  labels: withLabel(column.labels, label, value),
  nameDropped: label === METRIC_NAME ? false : column.nameDropped,
});
