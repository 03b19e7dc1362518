import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holdAgainstServer } from '../../src/contenders/rules/prometheus/fidelity/hold-against-server.ts';
import { readRuleFiles } from '../../src/contenders/rules/prometheus/read-rule-files.ts';
import { readRawSeries } from '../../src/telemetry/raw-series-file.ts';

const FOLDER = 'datasets/opslab';
const RULES = join(FOLDER, 'rules');
const recordings = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.series.jsonl.gz')) : [];

/** As the lab's Prometheus was set. */
const ENGINE = { intervalMs: 1000 };
/** Fewer than this are equal to the millisecond only where something is wrong beyond samples that came late. */
const FEWEST_SAME_RATIO = 0.8;

describe("the lab's rules, replayed at the phases of the real Prometheus", () => {
  it.skipIf(recordings.length > 0)(
    '(skipped once datasets/opslab has recordings) has nothing to be held against yet',
    () => {
      expect(recordings).toEqual([]);
    },
  );

  it.skipIf(recordings.length === 0).each(recordings)(
    'fire as they did in %s; what differs is explained by name (skipped while there are no recordings)',
    async (file) => {
      const names = readdirSync(RULES).filter((name) => /\.ya?ml$/.test(name));
      const files = await readRuleFiles(names.map((name) => join(RULES, name)));
      const { series } = await readRawSeries(join(FOLDER, file));
      const { recorded, same, differences } = holdAgainstServer(files, series, ENGINE);
      const unexplained = differences.filter(({ reasons }) => reasons.includes('unexplained'));
      expect(unexplained).toEqual([]);
      expect(same).toBeGreaterThanOrEqual(Math.floor(FEWEST_SAME_RATIO * recorded));
    },
    60_000,
  );
});
