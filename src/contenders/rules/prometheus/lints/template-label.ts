import { METRIC_NAME } from '../../../../promql/labels.ts';
import { labelReferences } from '../templates/label-references.ts';
import { canHave, labelShape } from './label-shape.ts';
import { type RuleLint, stretchOf } from './lint.ts';

export const templateLabel: RuleLint = {
  kind: 'rule',
  id: 'template-label',
  severity: 'warning',
  what: 'a label or annotation template that names a label the expression cannot have',
  why: 'It expands to nothing: the page says "on " and leaves out where.',
  fix: 'keep the label in the expression, with `by (…)` or `group_left (…)`, or leave it out of the text',
  find({ rule, expression }, world) {
    if (rule.kind !== 'alert') return [];
    const shape = labelShape(expression, world);
    const ofRule = new Set(['alertname', ...rule.labels.map(({ name }) => name)]);
    return [...rule.labels, ...rule.annotations].flatMap(({ name, source, template }) =>
      (template === null ? [] : labelReferences(template))
        .filter(({ label }) => label !== METRIC_NAME && !canHave(shape, label))
        .map(({ label, offset, length }) => ({
          at: stretchOf(source, { from: offset, to: offset + length }),
          message: `${name}: the expression's result has no label ${label}`,
          ...(ofRule.has(label) && {
            fix: `${label} is put on by the rule; templates see the labels of the expression's result alone`,
          }),
        })),
    );
  },
};
