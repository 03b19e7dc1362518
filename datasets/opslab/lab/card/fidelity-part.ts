import { join } from 'node:path';
import {
  type Fidelity,
  holdAgainstServer,
} from '../../../../src/contenders/rules/prometheus/fidelity/hold-against-server.ts';
import { readRuleFiles } from '../../../../src/contenders/rules/prometheus/reading/read-rule-files.ts';
import { rulePaths } from '../../../../src/contenders/rules/prometheus/reading/rule-paths.ts';
import type { RawSeries } from '../../../../src/telemetry/raw-series.ts';
import { table } from './markdown-table.ts';

/** As the lab's Prometheus was set. */
const ENGINE = { intervalMs: 1000 };

/** The lab's rules over what its Prometheus stored, held against the alerts it recorded. */
export async function fidelityOf(folder: string, series: readonly RawSeries[]): Promise<Fidelity> {
  return holdAgainstServer(await readRuleFiles(await rulePaths(join(folder, 'rules'))), series, ENGINE);
}

const REASONS = ['stored-late', 'range-closed', 'older-extrapolation', 'before-the-recording', 'unexplained'] as const;

/** A row per recording; a firing that differs for two reasons counts under both. */
export function fidelityPart(found: readonly { readonly run: string; readonly fidelity: Fidelity }[]): string {
  return table(
    [
      'recording',
      'firings recorded',
      'firings replayed',
      'equal to the millisecond',
      ...REASONS.map((reason) => `\`${reason}\``),
    ],
    found.map(({ run, fidelity: { recorded, replayed, same, differences } }) => [
      run,
      recorded,
      replayed,
      same,
      ...REASONS.map((reason) => differences.filter(({ reasons }) => reasons.includes(reason)).length),
    ]),
  );
}
