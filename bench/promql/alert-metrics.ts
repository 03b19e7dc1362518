import { METRIC_NAME } from '../../src/promql/labels.ts';
import type { Expression, InstantSelector } from '../../src/promql/syntax.ts';
import { walk } from '../../src/promql/walk.ts';
import { matchingValue } from './matching-value.ts';

/** What the expressions ask of one metric. */
export interface AlertMetric {
  readonly name: string;
  /** Under `rate`, `increase` and the like somewhere. */
  readonly isCounted: boolean;
  /** Label values some selector asks for, each a series of its own; `job` among them where a selector names it. */
  readonly asked: readonly Readonly<Record<string, string>>[];
}

/** Metrics that meet in an expression, directly or through others: they get one job, the same instances and labels. */
export interface MetricFamily {
  readonly metrics: readonly AlertMetric[];
  /** Labels that the expressions group by or match on. */
  readonly labels: readonly string[];
}

interface Seen {
  isCounted: boolean;
  readonly asked: Map<string, Readonly<Record<string, string>>>;
}

const COUNTED: ReadonlySet<string> = new Set(['rate', 'irate', 'increase', 'resets']);

function nameOf({ matchers }: InstantSelector): string | null {
  return matchers.find(({ label, operator }) => label === METRIC_NAME && operator === '=')?.value ?? null;
}

function askedOf({ matchers }: InstantSelector): Readonly<Record<string, string>> {
  const labels = new Set(matchers.map(({ label }) => label).filter((label) => label !== METRIC_NAME));
  return Object.fromEntries(
    [...labels].map((name) => [name, matchingValue(matchers.filter(({ label }) => label === name))]),
  );
}

/** Labels of groupings and matchings, without those that make a histogram or a target. */
function groupingLabels(expression: Expression): readonly string[] {
  const names: string[] = [];
  walk(expression, (part) => {
    if (part.kind === 'aggregation') names.push(...part.grouping.labels);
    if (part.kind === 'binary' && part.matching !== null) names.push(...part.matching.labels, ...part.matching.include);
  });
  return names.filter((name) => !['le', 'job', 'instance', METRIC_NAME].includes(name));
}

/** The metrics that expressions name, with all that is asked of them. Selectors without a name are left out. */
export function metricFamilies(expressions: readonly Expression[]): readonly MetricFamily[] {
  const seen = new Map<string, Seen>();
  const families: { names: Set<string>; labels: Set<string> }[] = [];
  for (const expression of expressions) {
    const family = { names: new Set<string>(), labels: new Set(groupingLabels(expression)) };
    visitSelectors(expression, (selector, isCounted) => {
      const name = nameOf(selector);
      if (name === null) return;
      family.names.add(name);
      const metric = seen.get(name) ?? { isCounted: false, asked: new Map() };
      seen.set(name, metric);
      metric.isCounted ||= isCounted;
      const asked = askedOf(selector);
      metric.asked.set(JSON.stringify(asked), asked);
    });
    absorb(families, family);
  }
  return families.map(({ names, labels }) => ({
    metrics: [...names].map((name) => {
      const { isCounted, asked } = seen.get(name)!;
      return { name, isCounted, asked: [...asked.values()] };
    }),
    labels: [...labels].sort(),
  }));
}

/** Joins the families that share a metric with this one into it. */
function absorb<Family extends { names: Set<string>; labels: Set<string> }>(families: Family[], family: Family): void {
  for (let i = families.length - 1; i >= 0; i--) {
    const other = families[i]!;
    if (![...other.names].some((name) => family.names.has(name))) continue;
    for (const name of other.names) family.names.add(name);
    for (const label of other.labels) family.labels.add(label);
    families.splice(i, 1);
  }
  if (family.names.size > 0) families.push(family);
}

function visitSelectors(expression: Expression, visit: (selector: InstantSelector, isCounted: boolean) => void): void {
  const counted = new Set<Expression>();
  walk(expression, (part) => {
    if (part.kind === 'call' && COUNTED.has(part.name)) walk(part, (inner) => counted.add(inner));
    if (part.kind === 'instant-selector') visit(part, counted.has(part));
  });
}
