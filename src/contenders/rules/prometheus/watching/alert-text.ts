import { dropLabels, formatLabels, type Labels } from '../../../../promql/labels.ts';

const NAME: ReadonlySet<string> = new Set(['alertname']);

/** `Slow{route="cart"}`: which alert it is, by name and by its other labels. */
export function alertText(name: string, labels: Labels): string {
  const own = formatLabels(dropLabels(labels, NAME));
  return own === '{}' ? name : `${name}${own}`;
}
