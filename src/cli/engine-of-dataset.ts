import { sep } from 'node:path';
import { z } from 'zod';
import { parseContenderConfig } from '../contenders/contender-config.ts';
import type { EngineOptions } from '../contenders/rules/prometheus/engine-options.ts';
import { engineOptions, engineSettings } from '../contenders/rules/prometheus/engine-settings.ts';
import type { Dataset } from '../telemetry/dataset.ts';

/** Settings that are of no concern here, such as severities that page, may stand beside. */
const settingsSchema = z.looseObject(engineSettings);

/**
 * What the dataset says its server was set to, where the files are the dataset's own rules; nothing for other files.
 * @param files absolute paths
 * @throws InputError `contender/config`
 */
export function engineOfDataset(
  { rulesFile, rulesSettings }: Pick<Dataset, 'rulesFile' | 'rulesSettings'>,
  files: readonly string[],
): Partial<EngineOptions> {
  if (rulesFile === null || rulesSettings === undefined) return {};
  const isOwn = (file: string) => file === rulesFile || file.startsWith(`${rulesFile}${sep}`);
  return files.every(isOwn) ? engineOptions(parseContenderConfig('prometheus', settingsSchema, rulesSettings)) : {};
}
