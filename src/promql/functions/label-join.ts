import { mergeSameLabels } from '../evaluate/distinct-labels.ts';
import { labelValue } from '../labels.ts';
import { textOf, vectorOf } from './arguments.ts';
import type { WholeFunction } from './function.ts';
import { checkLabelName, labelled } from './label-replace.ts';
import { labelValueLimit } from './label-value-limit.ts';

/** label_join(vector, destination, separator, source…): a missing label counts as an empty one. */
export const labelJoin: WholeFunction = {
  kind: 'whole',
  name: 'label_join',
  evaluate(args, context) {
    const [destination, separator, ...sources] = args.slice(1).map(textOf) as [string, string, ...string[]];
    for (const source of sources) checkLabelName('source', source, context);
    checkLabelName('destination', destination, context);
    const takeLength = labelValueLimit(context);
    const columns = vectorOf(args[0]).map((column) => {
      const values = sources.map((source) => labelValue(column.labels, source));
      takeLength(values.reduce((length, value, i) => length + value.length + (i > 0 ? separator.length : 0), 0));
      return labelled(column, destination, values.join(separator));
    });
    return { kind: 'vector', columns: mergeSameLabels(columns, context.call.span) };
  },
};
