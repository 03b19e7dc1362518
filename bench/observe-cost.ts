import { fileURLToPath } from 'node:url';
import type { Watcher } from '../src/contenders/contract.ts';
import { observing } from '../src/latency/observing.ts';
import { observationPool } from '../src/latency/pool.ts';
import { assignmentsOf, protocolOf } from '../src/run/assignments.ts';
import { createContender, LINE_UP } from '../src/run/line-up.ts';
import { loadDataset } from '../src/telemetry/load-dataset.ts';
import type { BenchValue } from './bench-value.ts';

const WEBSHOP = fileURLToPath(new URL('../datasets/webshop', import.meta.url));
const SEED = 1;
/** Rows per sample: the cheapest contenders take less time than reading the timer. */
const BATCH = 32;

/** Every contender of the line-up with its defaults, trained on the web shop and watching its first test recording. */
export const observeCost: BenchValue = {
  name: 'observe',
  claims: 'one decision of the shipped rules costs less than one of the autoencoder; the null contender is the floor',
  unit: 'decision',
  async prepare() {
    const dataset = await loadDataset(WEBSHOP);
    const assignment = assignmentsOf(dataset, protocolOf(dataset))[0]!;
    const fitted: { readonly name: string; readonly warmupRows: number; readonly watcher: Watcher }[] = [];
    for (const { use } of LINE_UP) {
      const { contender } = await createContender(use, {}, dataset);
      const watcher = await contender.fit({ train: assignment.train, seed: SEED });
      fitted.push({ name: contender.name, warmupRows: contender.traits.warmupRows, watcher });
    }
    const pool = observationPool(assignment.judged, Math.max(...fitted.map(({ warmupRows }) => warmupRows)));
    return {
      tasks: fitted.map(({ name, watcher }) => observing(name, watcher, pool, BATCH)),
      cleanUp: () => fitted.forEach(({ watcher }) => void watcher.dispose()),
    };
  },
};
