import { METRIC_NAME } from '../../../../promql/labels.ts';
import type {
  Aggregation,
  BinaryOperation,
  Expression,
  FunctionCall,
  InstantSelector,
} from '../../../../promql/syntax.ts';
import { typeOf } from '../../../../promql/type-of.ts';
import { bare } from './inner-expression.ts';
import { type LintWorld, recordersOf } from './lint-world.ts';

/** What can be told from its text of the labels an expression's elements have. The metric name is left aside. */
export interface LabelShape {
  /** No label but these; null: any but `never`. */
  readonly only: ReadonlySet<string> | null;
  readonly never: ReadonlySet<string>;
  /** Whoever wrote it counts on them: grouped by, or asked for by a matcher. */
  readonly expected: ReadonlySet<string>;
  /** Have this value on every element. */
  readonly fixed: ReadonlyMap<string, string>;
}

const NONE: LabelShape = { only: new Set(), never: new Set(), expected: new Set(), fixed: new Map() };
const ANY: LabelShape = { ...NONE, only: null };

export const canHave = ({ only, never }: LabelShape, label: string): boolean =>
  only === null ? !never.has(label) : only.has(label);

/** Recording rules that read each other are followed this far. */
const DEEPEST_RECORDING = 5;

/** @param world recording rules tell what their metrics' labels are */
export function labelShape(expression: Expression, world: LintWorld, depth = 0): LabelShape {
  const of = (inner: Expression): LabelShape => labelShape(inner, world, depth);
  switch (expression.kind) {
    case 'number':
    case 'string':
      return NONE;
    case 'instant-selector':
      return selected(expression, world, depth);
    case 'range-selector':
      return of(expression.selector);
    case 'subquery':
    case 'unary':
    case 'parenthesised':
      return of(expression.expression);
    case 'aggregation':
      return aggregated(expression, of(expression.expression));
    case 'binary':
      return combined(expression, of);
    case 'call':
      return called(expression, of);
  }
}

function selected(selector: InstantSelector, world: LintWorld, depth: number): LabelShape {
  const recorders = depth < DEEPEST_RECORDING ? recordersOf(selector, world) : [];
  const shapes = recorders.map(({ rule, expression }) => {
    if (expression === null || rule.kind !== 'recording') return ANY;
    return rule.labels.reduce(
      (shape, { name, value }) => withFixed(shape, name, value),
      labelShape(expression, world, depth + 1),
    );
  });
  let shape = shapes.length === 0 ? ANY : shapes.reduce(either);
  for (const { label, operator, value, matches } of selector.matchers) {
    if (label === METRIC_NAME) continue;
    if (operator === '=') shape = withFixed(shape, label, value);
    else if (!matches('') && canHave(shape, label)) shape = { ...shape, expected: new Set([...shape.expected, label]) };
  }
  return shape;
}

/** An empty value is no label. */
function withFixed(shape: LabelShape, label: string, value: string): LabelShape {
  if (value === '') return dropping(shape, [label]);
  const added = adding(shape, label);
  return {
    ...added,
    expected: new Set([...added.expected, label]),
    fixed: new Map([...added.fixed, [label, value]]),
  };
}

/** The label may be there, whatever its value. */
function adding({ only, never, expected, fixed }: LabelShape, label: string): LabelShape {
  return {
    only: only === null ? null : new Set([...only, label]),
    never: without(never, [label]),
    expected,
    fixed: new Map([...fixed].filter(([name]) => name !== label)),
  };
}

const without = (names: ReadonlySet<string>, taken: readonly string[]): Set<string> =>
  new Set([...names].filter((name) => !taken.includes(name)));

function dropping({ only, never, expected, fixed }: LabelShape, labels: readonly string[]): LabelShape {
  return {
    only: only === null ? null : without(only, labels),
    never: only === null ? new Set([...never, ...labels]) : never,
    expected: without(expected, labels),
    fixed: new Map([...fixed].filter(([name]) => !labels.includes(name))),
  };
}

function keeping(shape: LabelShape, labels: readonly string[]): LabelShape {
  const kept = labels.filter((label) => label !== METRIC_NAME && canHave(shape, label));
  return {
    only: new Set(kept),
    never: new Set(),
    expected: new Set(kept),
    fixed: new Map([...shape.fixed].filter(([name]) => kept.includes(name))),
  };
}

function either(a: LabelShape, b: LabelShape): LabelShape {
  const both = (x: ReadonlySet<string>, y: ReadonlySet<string>) => new Set([...x].filter((label) => y.has(label)));
  const closed = a.only !== null && b.only !== null;
  const impossible = [...a.never, ...b.never].filter((label) => !canHave(a, label) && !canHave(b, label));
  return {
    only: closed ? new Set([...a.only, ...b.only]) : null,
    never: closed ? new Set() : new Set(impossible),
    expected: both(a.expected, b.expected),
    fixed: new Map([...a.fixed].filter(([name, value]) => b.fixed.get(name) === value)),
  };
}

function aggregated({ operator, grouping, parameter }: Aggregation, inner: LabelShape): LabelShape {
  if (operator === 'topk' || operator === 'bottomk') return inner;
  const grouped = grouping.kind === 'by' ? keeping(inner, grouping.labels) : dropping(inner, grouping.labels);
  const named = operator === 'count_values' && parameter !== null ? bare(parameter) : null;
  return named?.kind === 'string' ? adding(grouped, named.value) : grouped;
}

function combined(operation: BinaryOperation, of: (inner: Expression) => LabelShape): LabelShape {
  const { left, right, operator, matching } = operation;
  if (matching === null) return typeOf(left) === 'scalar' ? of(right) : of(left);
  const [l, r] = [of(left), of(right)];
  switch (operator) {
    case 'and':
    case 'unless':
      return l;
    case 'or':
      return either(l, r);
  }
  if (matching.cardinality === 'one-to-one')
    return matching.kind === 'on' ? keeping(l, matching.labels) : dropping(l, matching.labels);
  const [many, one] = matching.cardinality === 'many-to-one' ? [l, r] : [r, l];
  return matching.include.reduce(
    (shape, label) => (canHave(one, label) ? adding(shape, label) : dropping(shape, [label])),
    many,
  );
}

const KEEPS_LABELS_OF_FIRST = new Set(['label_replace', 'label_join']);

function called(call: FunctionCall, of: (inner: Expression) => LabelShape): LabelShape {
  const [first, second] = call.args;
  switch (call.name) {
    case 'absent':
    case 'absent_over_time':
      return absentShape(first!);
    case 'histogram_quantile':
      return dropping(of(second!), ['le']);
    case 'histogram_fraction':
      return dropping(of(call.args[2]!), ['le']);
    case 'scalar':
    case 'vector':
      return NONE;
  }
  if (KEEPS_LABELS_OF_FIRST.has(call.name)) {
    const target = bare(second!);
    return target.kind === 'string' ? adding(of(first!), target.value) : ANY;
  }
  const vector = call.args.find((argument) => ['vector', 'matrix'].includes(typeOf(argument)));
  return vector === undefined ? NONE : of(vector);
}

/** `absent()` makes its labels of the equality matchers that it is given once. */
function absentShape(argument: Expression): LabelShape {
  const inner = bare(argument);
  const selector = inner.kind === 'range-selector' ? inner.selector : inner;
  if (selector.kind !== 'instant-selector') return NONE;
  const named = selector.matchers.filter(({ label }) => label !== METRIC_NAME);
  const once = named.filter(({ label }) => named.filter((other) => other.label === label).length === 1);
  return once.reduce(
    (shape, { label, operator, value }) => (operator === '=' ? withFixed(shape, label, value) : shape),
    NONE,
  );
}
