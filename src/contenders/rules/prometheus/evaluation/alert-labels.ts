import { dropMetricName, type Labels, labelsOf } from '../../../../promql/labels.ts';
import { parsePromql } from '../../../../promql/parse/parse.ts';
import type { SampleSource } from '../../../../promql/sample-source.ts';
import type { AlertRule, TemplatedText } from '../rule-file.ts';
import { expandTemplate } from '../templates/expand-template.ts';
import type { TemplateContext } from '../templates/functions.ts';
import { TemplateError } from '../templates/values.ts';
import type { AlertElement, Annotations } from './alert-state.ts';
import type { EngineOptions } from './engine-options.ts';
import { instantVector, type VectorElement } from './instant-vector.ts';

/** Where a template's own queries look, and when. */
export interface ExpansionPlace {
  readonly source: SampleSource;
  readonly atMs: number;
}

/** From elements of a rule's result to alerts: the rule's labels win over those of the element, its name over both. */
export interface AlertLabeller {
  elementsOf(found: readonly VectorElement[], place: ExpansionPlace): readonly AlertElement[];
}

/** Label sets remembered per rule; more than that come from labels that never repeat. */
const MOST_REMEMBERED = 10_000;

export function alertLabeller(rule: AlertRule, options: EngineOptions): AlertLabeller {
  // Where no label looks at the value or runs a query, an element's labels alone decide its identity.
  const isFixed = rule.labels.every(({ template }) => template === null || !(template.readsValue || template.queries));
  const remembered = new Map<string, Labels>();

  function identityOf(element: VectorElement, place: ExpansionPlace): Labels {
    const known = isFixed ? remembered.get(element.labels.key) : undefined;
    if (known !== undefined) return known;
    const identity = labelsOf([
      ...dropMetricName(element.labels).pairs,
      ...rule.labels.map((label): [string, string] => [label.name, expanded(label, rule, element, place, options)]),
      ['alertname', rule.name],
    ]);
    if (isFixed && remembered.size < MOST_REMEMBERED) remembered.set(element.labels.key, identity);
    return identity;
  }

  return {
    elementsOf: (found, place) =>
      found.map((element) => ({
        labels: identityOf(element, place),
        value: element.value,
        annotations: options.annotations ? annotationsOf(rule, element, place, options) : NONE,
      })),
  };
}

const NONE: Annotations = [];

function annotationsOf(
  rule: AlertRule,
  element: VectorElement,
  place: ExpansionPlace,
  options: EngineOptions,
): Annotations {
  return rule.annotations.map((text) => [text.name, expanded(text, rule, element, place, options)]);
}

function expanded(
  { template, source }: TemplatedText,
  rule: AlertRule,
  { labels, value }: VectorElement,
  place: ExpansionPlace,
  options: EngineOptions,
): string {
  if (template === null) return `<not evaluated: ${source.text}>`;
  const data = { labels: labels.pairs, externalLabels: options.externalLabels.pairs, value };
  try {
    return expandTemplate(template, data, contextOf(place, options));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return `<error expanding template: error executing template __alert_${rule.name}: ${error.message}>`;
  }
}

function contextOf({ source, atMs }: ExpansionPlace, options: EngineOptions): TemplateContext {
  return {
    nowMs: atMs,
    externalUrl: options.externalUrl,
    query(text) {
      const parsed = parsePromql(text);
      if (parsed.kind === 'invalid') throw new Error(parsed.faults[0]?.message ?? 'not PromQL');
      if (parsed.kind === 'refused') throw new Error(parsed.refusals[0]?.message ?? 'not evaluated');
      const outcome = instantVector(parsed.expression, source, atMs, options);
      if (outcome.kind !== 'vector') throw new Error(outcome.message);
      return outcome.elements.map(({ labels, value }) => ({ pairs: labels.pairs, value }));
    },
  };
}
