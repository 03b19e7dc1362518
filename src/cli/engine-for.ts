import { sep } from 'node:path';
import { z } from 'zod';
import { parseContenderConfig } from '../contenders/contender-config.ts';
import type { EngineOptions } from '../contenders/rules/prometheus/evaluation/engine-options.ts';
import { engineOptions, engineSettings } from '../contenders/rules/prometheus/evaluation/engine-settings.ts';
import type { NamedFile } from '../contenders/rules/prometheus/reading/read-rule-files.ts';
import type { Dataset } from '../telemetry/dataset.ts';

/** Settings that are of no concern here, such as severities that page, may stand beside. */
const settingsSchema = z.looseObject(engineSettings);

/** What the command line says of the server. */
export interface ServerOptions {
  readonly interval?: number;
  readonly lookback?: number;
  readonly phase?: number;
}

/**
 * What the command line says of the server, over what the dataset says of it where the files are the dataset's own rules.
 * @throws InputError `contender/config`
 */
export function engineFor(
  dataset: Pick<Dataset, 'rulesFile' | 'rulesSettings'>,
  files: readonly NamedFile[],
  { interval, lookback, phase }: ServerOptions = {},
): Partial<EngineOptions> {
  return {
    ...engineOfDataset(dataset, files),
    ...(interval !== undefined && { intervalMs: interval }),
    ...(lookback !== undefined && { lookbackMs: lookback }),
    ...(phase !== undefined && { phaseMs: () => phase }),
  };
}

function engineOfDataset(
  { rulesFile, rulesSettings }: Pick<Dataset, 'rulesFile' | 'rulesSettings'>,
  files: readonly NamedFile[],
): Partial<EngineOptions> {
  if (rulesFile === null || rulesSettings === undefined) return {};
  const isOwn = ({ path }: NamedFile) => path === rulesFile || path.startsWith(`${rulesFile}${sep}`);
  return files.every(isOwn) ? engineOptions(parseContenderConfig('prometheus', settingsSchema, rulesSettings)) : {};
}
