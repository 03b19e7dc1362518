import { METRIC_NAME } from './labels.ts';
import { formatDuration } from './parse/parse-duration.ts';
import type {
  Aggregation,
  BinaryOperation,
  Expression,
  InstantSelector,
  LabelMatcher,
  TimeShift,
  VectorMatching,
} from './syntax.ts';
import { goQuote } from './text/go-quote.ts';

/** The expression as text, on one line. Parsing it again gives the same expression (other spans aside). */
export function formatExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return formatNumber(expression.value);
    case 'string':
      return goQuote(expression.value);
    case 'instant-selector':
      return `${formatSelector(expression)}${formatShift(expression)}`;
    case 'range-selector': {
      const { selector, rangeMs } = expression;
      return `${formatSelector(selector)}[${formatDuration(rangeMs)}]${formatShift(selector)}`;
    }
    case 'subquery': {
      const step = expression.stepMs === null ? '' : formatDuration(expression.stepMs);
      const range = `[${formatDuration(expression.rangeMs)}:${step}]`;
      return `${formatExpression(expression.expression)}${range}${formatShift(expression)}`;
    }
    case 'call':
      return `${expression.name}(${expression.args.map(formatExpression).join(', ')})`;
    case 'aggregation':
      return formatAggregation(expression);
    case 'binary':
      return formatBinary(expression);
    case 'unary':
      return `${expression.operator}${formatExpression(expression.expression)}`;
    case 'parenthesised':
      return `(${formatExpression(expression.expression)})`;
  }
}

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Inf' : '-Inf';
  return Object.is(value, -0) ? '-0' : String(value);
}

const PLAIN_NAME = /^[A-Za-z_:][A-Za-z0-9_:]*$/;
const PLAIN_LABEL = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Words that mean something else where a metric name could stand. */
const NOT_A_NAME = /^(inf|nan|bool|on|ignoring|group_left|group_right|atan2)$/i;

const formatLabel = (label: string): string => (PLAIN_LABEL.test(label) ? label : goQuote(label));

function formatSelector({ matchers }: InstantSelector): string {
  const [first, ...rest] = matchers;
  const named = first?.label === METRIC_NAME && first.operator === '=';
  const standsAlone =
    named &&
    PLAIN_NAME.test(first.value) &&
    !NOT_A_NAME.test(first.value) &&
    // A name before the braces allows no other in them.
    rest.every(({ label }) => label !== METRIC_NAME);
  const inBraces = standsAlone ? rest : matchers;
  const braces = inBraces.length === 0 ? '' : `{${inBraces.map(formatMatcher).join(', ')}}`;
  return standsAlone ? `${first.value}${braces}` : braces;
}

const formatMatcher = ({ label, operator, value }: LabelMatcher): string =>
  `${formatLabel(label)}${operator}${goQuote(value)}`;

function formatShift({ at, offsetMs }: TimeShift): string {
  const shift = offsetMs < 0 ? `-${formatDuration(-offsetMs)}` : formatDuration(offsetMs);
  const offset = offsetMs === 0 ? '' : ` offset ${shift}`;
  if (at === null) return offset;
  return ` @ ${at.kind === 'time' ? formatNumber(at.timestampMs / 1000) : `${at.kind}()`}${offset}`;
}

function formatAggregation({ operator, grouping, parameter, expression }: Aggregation): string {
  const { kind, labels } = grouping;
  const by = kind === 'by' && labels.length === 0 ? '' : ` ${kind} ${formatLabels(labels)} `;
  const args = parameter === null ? [expression] : [parameter, expression];
  return `${operator}${by}(${args.map(formatExpression).join(', ')})`;
}

/** Here, unlike in braces, a number's name is the number. */
const formatLabels = (labels: readonly string[]): string =>
  `(${labels.map((label) => (/^(inf|nan)$/i.test(label) ? goQuote(label) : formatLabel(label))).join(', ')})`;

function formatBinary({ left, operator, returnsBool, matching, right }: BinaryOperation): string {
  const bool = returnsBool ? ' bool' : '';
  const modifiers = matching === null ? '' : formatMatching(matching);
  return `${formatExpression(left)} ${operator}${bool}${modifiers} ${formatExpression(right)}`;
}

function formatMatching({ cardinality, kind, labels, include }: VectorMatching): string {
  const group = cardinality === 'many-to-one' ? 'group_left' : cardinality === 'one-to-many' ? 'group_right' : null;
  const grouping = group === null ? '' : ` ${group} ${formatLabels(include)}`;
  if (kind === 'ignoring' && labels.length === 0 && group === null) return '';
  return ` ${kind} ${formatLabels(labels)}${grouping}`;
}
