import { accuracyReport } from './accuracy/accuracy-report.ts';
import type { BenchReport, BenchValue } from './bench-value.ts';
import { compiledAutoencoder, compiledForecaster } from './compiled-cost.ts';
import { historyCost } from './history-cost.ts';
import { observeCost } from './observe-cost.ts';
import { promqlReport } from './promql/promql-report.ts';
import { raiseAlertsCost } from './raise-alerts-cost.ts';
import { readCsvCost } from './read-csv-cost.ts';

export const BENCHES: readonly (BenchValue | BenchReport)[] = [
  observeCost,
  compiledForecaster,
  compiledAutoencoder,
  historyCost,
  raiseAlertsCost,
  readCsvCost,
  accuracyReport,
  promqlReport,
];
