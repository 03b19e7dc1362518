import { absentWithoutFor } from './absent-without-for.ts';
import { alertNameRepeated } from './alert-name-repeated.ts';
import { alertWithoutComparison } from './alert-without-comparison.ts';
import { comparisonAlwaysTrue, comparisonNeverTrue } from './comparison-outcome.ts';
import { deltaOnCounter } from './delta-on-counter.ts';
import { divisionMayPoison } from './division-may-poison.ts';
import { duplicateRule } from './duplicate-rule.ts';
import { forShorterThanInterval } from './for-shorter-than-interval.ts';
import { joinNeverMatched } from './join-never-matched.ts';
import { joinNeverMatches } from './join-never-matches.ts';
import type { Lint } from './lint.ts';
import { metricNotInData } from './metric-not-in-data.ts';
import { rangeTooShort } from './range-too-short.ts';
import { rateOfAggregation } from './rate-of-aggregation.ts';
import { rateOnGauge } from './rate-on-gauge.ts';
import { recordingUnused } from './recording-unused.ts';
import { templateLabel } from './template-label.ts';
import { valueInLabel } from './value-in-label.ts';

/** Every lint of Prometheus rules. A new one is a file and a line here. */
export const LINTS: readonly Lint[] = [
  alertWithoutComparison,
  comparisonNeverTrue,
  comparisonAlwaysTrue,
  joinNeverMatches,
  joinNeverMatched,
  rangeTooShort,
  rateOfAggregation,
  rateOnGauge,
  deltaOnCounter,
  absentWithoutFor,
  forShorterThanInterval,
  divisionMayPoison,
  valueInLabel,
  templateLabel,
  metricNotInData,
  duplicateRule,
  alertNameRepeated,
  recordingUnused,
];
