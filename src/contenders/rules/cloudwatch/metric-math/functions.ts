import { CHOOSING_FUNCTIONS } from './choosing-functions.ts';
import type { MathFunction } from './math-function.ts';
import { SERIES_FUNCTIONS } from './series-functions.ts';

/** All functions that are computed; METRICS and PERIOD read the alarm itself and are the evaluator's own. */
export const MATH_FUNCTIONS: ReadonlyMap<string, MathFunction> = new Map(
  [...SERIES_FUNCTIONS, ...CHOOSING_FUNCTIONS].map((each) => [each.name, each]),
);

/** Functions of CloudWatch that need CloudWatch itself, and why. */
export const REFUSED_FUNCTIONS: Readonly<Record<string, string>> = {
  ANOMALY_DETECTION_BAND: 'a band is made by a model that AWS trains; give its two series as channels',
  SEARCH: 'it looks for metrics in an account',
  SERVICE_QUOTA: 'it reads the quotas of an account',
  INSIGHT_RULE_METRIC: 'it reads Contributor Insights',
  DB_PERF_INSIGHTS: 'it reads Performance Insights',
  LAMBDA: 'it runs a function of the account',
};
