import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { WatchbenchConfig } from '../../src/run/config.ts';
import type { Dataset } from '../../src/telemetry/dataset.ts';
import { makeTunePlan, type TunePlan } from '../../src/tuner/tune-plan.ts';
import type { TunedContender, TuneReport } from '../../src/tuner/tune-report.ts';
import { tunedConfig } from '../../src/tuner/write-config.ts';

interface Written {
  readonly tunePlan: TunePlan;
  readonly files: ReturnType<typeof tunedConfig>;
}

/**
 * What `tune --write` leaves, as if of every contender the second trial had been the best.
 * @param asShipped names of those whose shipped settings were
 */
export async function writeTuned(
  config: WatchbenchConfig,
  dataset: Dataset,
  file: string,
  asShipped: readonly string[] = [],
): Promise<Written> {
  const tunePlan = await makeTunePlan(config, dataset);
  const contenders = tunePlan.entrants.map(({ name, use, space, trials }) => ({
    name,
    use,
    kind: 'tuned',
    dimensions: space?.dimensions ?? [],
    chosen:
      space === null || asShipped.includes(name) ? { trial: 0, values: {} } : { trial: 1, values: trials[1]!.values },
  })) as unknown as TunedContender[];
  const report = {
    contenders,
    trials: { asked: 3, used: 3 },
    seed: tunePlan.seed,
    protocol: { kind: 'split' },
    dataset: { name: dataset.name, digest: '' },
    metric: { title: 'Event F1' },
  } as unknown as TuneReport;
  const files = tunedConfig({ config, tunePlan, report, file });
  for (const { path, text } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return { tunePlan, files };
}
