import { type RuleLint, stretchOf } from './lint.ts';

export const valueInLabel: RuleLint = {
  kind: 'rule',
  id: 'value-in-label',
  severity: 'error',
  what: 'a label whose template reads the value',
  why: 'Labels are what an alert is: with another value it is another alert, which begins to wait anew and resolves the one before.',
  fix: 'put the value into an annotation',
  find({ rule }) {
    if (rule.kind !== 'alert') return [];
    return rule.labels
      .filter(({ template }) => template?.readsValue === true)
      .map(({ name, source }) => ({
        at: stretchOf(source, { from: 0, to: source.text.length }),
        message: `label ${name} changes with the value, and the alert with it${rule.holdMs > 0 ? ': it may never come to fire' : ''}`,
      }));
  },
};
