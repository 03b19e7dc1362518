import { fileURLToPath } from 'node:url';
import { normal, seededRandom } from '../src/chance.ts';
import type { Watcher } from '../src/contenders/contract.ts';
import { rulesContender } from '../src/contenders/rules/contender.ts';
import { parseRuleFile } from '../src/contenders/rules/read-rule-file.ts';
import type { TimedTask } from '../src/latency/rounds.ts';
import type { BenchValue } from './bench-value.ts';

const HISTORY_RULES = fileURLToPath(new URL('../src/contenders/rules/history.rules.yaml', import.meta.url));
const STEP_MS = 300_000;
const ROWS_A_DAY = 288;
const CHANNELS = 4;
/** Three weeks fill every window; then the cost no longer depends on how long it has been watching. */
const WARM_ROWS = 30 * ROWS_A_DAY;
const ROWS_A_SAMPLE = 256;

/** A daily wave with noise and now and then a spike, without end. */
function telemetry(): (row: number, values: Float64Array) => void {
  const random = seededRandom(11);
  const noise = Float64Array.from({ length: 4096 }, () => normal(random) + (random() < 0.002 ? 40 : 0));
  return (row, values) => {
    for (let channel = 0; channel < values.length; channel++) {
      const wave = 10 * Math.sin((2 * Math.PI * row) / ROWS_A_DAY + channel);
      values[channel] = 100 + wave + noise[(row * 7 + channel * 1021) & 4095]!;
    }
  };
}

/** One call is one reading: a row of `CHANNELS` channels counts that many times. */
function readings(name: string, watcher: Watcher): TimedTask {
  const channels = Array.from({ length: CHANNELS }, (_, i) => ({
    labels: { __name__: `channel_${i}` },
    unit: '1',
    kind: 'gauge' as const,
  }));
  const session = watcher.open(channels);
  const fill = telemetry();
  const values = new Float64Array(CHANNELS);
  let row = 0;
  const next = () => {
    fill(row, values);
    return session.observe({ timestampMs: STEP_MS * row++, values });
  };
  while (row < WARM_ROWS) next();
  return {
    name,
    calls: ROWS_A_SAMPLE * CHANNELS,
    run() {
      for (let i = 0; i < ROWS_A_SAMPLE; i++) next();
    },
  };
}

/** The shipped history rules after a month, beside the cheapest rule there is in the same session machinery. */
export const historyCost: BenchValue = {
  name: 'history',
  claims: 'the history rule, all four signals and the gate, costs at most 3 µs per row and channel',
  unit: 'row and channel',
  async prepare() {
    const limit = parseRuleFile(
      'version: 1\nname: limit\nrules: [{ name: high, kind: static, channel: "*", above: 1e9 }]',
      'limit.rules.yaml',
    );
    const watchers = await Promise.all(
      [rulesContender({ parsed: limit }), rulesContender({ file: HISTORY_RULES })].map(async (contender) =>
        (await contender).fit({ train: [], seed: 1 }),
      ),
    );
    return {
      tasks: [readings('a fixed limit', watchers[0]!), readings('history', watchers[1]!)],
      cleanUp: () => watchers.forEach((watcher) => void watcher.dispose()),
    };
  },
};
