import type { RefusedConstruct } from './evaluated.ts';
import type { ValueType } from './syntax.ts';

export interface FunctionSignature {
  readonly name: string;
  /** Types of the arguments in order; with `variadic` the last one may be left out or repeated. */
  readonly argTypes: readonly ValueType[];
  /** 0: exactly `argTypes`. n > 0: up to n of the last. -1: any number of the last, none included. */
  readonly variadic: number;
  readonly returnType: ValueType;
  /** Why this engine does not evaluate it; null where it does. */
  readonly refusal: RefusedConstruct | null;
}

type Row = readonly [names: string, argTypes: string, returnType: ValueType, variadic?: number];

/** v, m, s, t: an instant vector, a range vector ("matrix"), a scalar, a string ("text"). */
const TYPE_OF_LETTER: Readonly<Record<string, ValueType>> = { v: 'vector', m: 'matrix', s: 'scalar', t: 'string' };

/** Functions as of Prometheus 3.15. */
const EVALUATED: readonly Row[] = [
  ['abs absent ceil deg exp floor ln log10 log2 rad sgn sort sort_desc sqrt timestamp', 'v', 'vector'],
  ['acos acosh asin asinh atan atanh cos cosh sin sinh tan tanh', 'v', 'vector'],
  ['days_in_month day_of_month day_of_week day_of_year hour minute month year', 'v', 'vector', 1],
  ['changes delta deriv idelta increase irate rate resets', 'm', 'vector'],
  ['absent_over_time avg_over_time count_over_time first_over_time last_over_time max_over_time', 'm', 'vector'],
  ['min_over_time present_over_time stddev_over_time stdvar_over_time sum_over_time', 'm', 'vector'],
  ['predict_linear', 'ms', 'vector'],
  ['quantile_over_time', 'sm', 'vector'],
  // Behind a feature flag upstream; evaluated all the same, because rules still use it under its old name holt_winters.
  ['double_exponential_smoothing', 'mss', 'vector'],
  ['clamp', 'vss', 'vector'],
  ['clamp_max clamp_min', 'vs', 'vector'],
  ['round', 'vs', 'vector', 1],
  ['histogram_quantile', 'sv', 'vector'],
  ['histogram_fraction', 'ssv', 'vector'],
  ['label_replace', 'vtttt', 'vector'],
  ['label_join', 'vttt', 'vector', -1],
  ['scalar', 'v', 'scalar'],
  ['vector', 's', 'vector'],
  ['pi time', '', 'scalar'],
];

/** Of native histograms only: on floats they give nothing. */
const NATIVE_HISTOGRAM: readonly Row[] = [
  ['histogram_avg histogram_count histogram_stddev histogram_stdvar histogram_sum', 'v', 'vector'],
];

/** Behind the feature flag promql-experimental-functions or another one upstream. */
const EXPERIMENTAL: readonly Row[] = [
  ['end range start step', '', 'scalar'],
  ['max_of min_of', 'ss', 'scalar'],
  ['histogram_quantiles', 'vtss', 'vector', 9],
  ['info', 'vv', 'vector', 1],
  ['integral', 'ms', 'vector', 1],
  ['mad_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time', 'm', 'vector'],
  ['ts_of_min_over_time', 'm', 'vector'],
  ['sort_by_label sort_by_label_desc', 'vt', 'vector', -1],
  ['start_timestamp', 'v', 'vector'],
];

function signatures(rows: readonly Row[], refusal: RefusedConstruct | null): readonly FunctionSignature[] {
  return rows.flatMap(([names, letters, returnType, variadic = 0]) => {
    const argTypes = [...letters].map((letter) => TYPE_OF_LETTER[letter]!);
    return names.split(' ').map((name) => ({ name, argTypes, variadic, returnType, refusal }));
  });
}

/** Every function Prometheus knows, by name. */
export const FUNCTION_SIGNATURES: ReadonlyMap<string, FunctionSignature> = new Map(
  [
    ...signatures(EVALUATED, null),
    ...signatures(NATIVE_HISTOGRAM, 'native-histogram'),
    ...signatures(EXPERIMENTAL, 'experimental-function'),
  ].map((signature) => [signature.name, signature]),
);

/** Names that Prometheus no longer knows, and what to write instead. */
export const FORMER_NAMES: ReadonlyMap<string, string> = new Map([['holt_winters', 'double_exponential_smoothing']]);
