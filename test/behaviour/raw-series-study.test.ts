import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MOST_LABEL_SETS_PER_METRIC, rawAsChannels } from '../../src/behaviour/raw-channels.ts';
import { studyBehaviour } from '../../src/behaviour/study.ts';
import { normal, seededRandom } from '../../src/chance.ts';
import type { Contender, Watcher } from '../../src/contenders/contract.ts';
import { createContender } from '../../src/run/line-up.ts';
import type { RawSeries } from '../../src/telemetry/raw-series.ts';
import type { LabelledRecording } from '../../src/telemetry/recording.ts';

const ROWS = 300;
const STEP_MS = 5000;
const START_MS = Date.UTC(2026, 0, 5);
const random = seededRandom(11);

function raw(labels: Record<string, string>, next: (before: number) => number): RawSeries {
  let value = 0;
  return {
    labels,
    timestampsMs: Float64Array.from({ length: ROWS }, (_, i) => START_MS + i * STEP_MS - 700),
    values: Float64Array.from({ length: ROWS }, () => {
      value = next(value);
      return value;
    }),
    stale: new Uint8Array(ROWS),
  };
}

const grows = (before: number): number => before + Math.max(0, 20 + 6 * normal(random));
const wanders = (): number => 4 + normal(random);

/** Raw series beside one feature column whose name no rule knows. */
const TRAIN: readonly LabelledRecording[] = [
  {
    recording: {
      id: 'shop',
      channels: [{ labels: { __name__: 'requests_per_second' }, unit: '1', kind: 'gauge' }],
      timestampsMs: Float64Array.from({ length: ROWS }, (_, i) => START_MS + i * STEP_MS),
      columns: [Float64Array.from({ length: ROWS }, wanders)],
      series: [
        ...Array.from({ length: 9 }, (_, i) => raw({ __name__: 'requests_total', instance: `i${i}` }, grows)),
        ...['0.1', '1', '+Inf'].map((le) => raw({ __name__: 'seconds_bucket', instance: 'i0', le }, grows)),
        raw({ __name__: 'queue' }, wanders),
        raw({ __name__: 'locks_count' }, wanders),
        raw({ __name__: 'unread_total' }, grows),
        raw({ __name__: 'ALERTS', alertname: 'Queue', alertstate: 'firing' }, () => 1),
      ],
    },
    incidents: [],
    benign: [],
  },
];

const RULES = `groups:
  - name: g
    interval: 5s
    rules:
      - { record: 'requests:rate', expr: 'sum(rate(requests_total[20s]))' }
      - { alert: Busy, expr: 'requests:rate > 40', for: 10s }
      - { alert: Queue, expr: 'queue > 5' }
      - { alert: Locks, expr: 'locks_count > 30' }
      - { alert: Slow, expr: 'histogram_quantile(0.9, rate(seconds_bucket[20s])) > 5' }
`;

/** As a run makes it. */
async function contender(): Promise<Contender> {
  const file = join(await mkdtemp(join(tmpdir(), 'raw-study-')), 'shop.rules.yml');
  await writeFile(file, RULES);
  return (await createContender('prometheus', { with: { file } }, null)).contender;
}

/** The same contender with another way over a whole recording. */
const withReplay = (honest: Contender, replayAll: (watcher: Watcher) => Watcher['replayAll']): Contender => ({
  ...honest,
  async fit(task) {
    const watcher = await honest.fit(task);
    const changed = replayAll(watcher);
    return { ...watcher, ...(changed && { replayAll: changed }) };
  },
});

async function violated(subject: Contender): Promise<readonly string[]> {
  const { properties } = await studyBehaviour({ contender: subject, train: TRAIN, seed: 1, runs: 15 });
  return properties.filter(({ outcome }) => outcome.kind === 'violated').map(({ property }) => property);
}

describe('a study of a contender that reads raw series', () => {
  it('is made of the series it reads, some of each metric, whole histograms, counters as counters', async () => {
    const { reads } = await contender();
    const [study] = rawAsChannels(TRAIN, reads!)!;
    const { channels, columns, series } = study!.recording;
    const kinds = new Map(channels.map(({ labels, kind }) => [labels.__name__, kind]));
    expect(Object.fromEntries(kinds)).toEqual({
      requests_total: 'counter',
      seconds_bucket: 'counter',
      queue: 'gauge',
      locks_count: 'gauge',
    });
    const count = (name: string) => channels.filter(({ labels }) => labels.__name__ === name).length;
    expect(count('requests_total')).toBe(MOST_LABEL_SETS_PER_METRIC);
    expect(count('seconds_bucket')).toBe(3);
    expect(series).toBeUndefined();
    // The newest sample at each row: scraped 700 ms before it.
    const queue = channels.findIndex(({ labels }) => labels.__name__ === 'queue');
    expect(columns[queue]).toEqual(
      TRAIN[0]!.recording.series!.find(({ labels }) => labels.__name__ === 'queue')!.values,
    );
    expect(rawAsChannels(TRAIN, () => false)).toBeNull();
  });

  it('finds nothing wrong with the rules, which fire in its cases', async () => {
    const honest = await contender();
    let fired = 0;
    const counted = withReplay(honest, (watcher) => (recording) => {
      const verdicts = watcher.replayAll!(recording);
      fired += verdicts.filter((verdict) => verdict.kind === 'scored' && verdict.score >= 1).length;
      return verdicts;
    });
    expect(await violated(counted)).toEqual([]);
    expect(fired).toBeGreaterThan(100);
  });

  it('catches one that reads raw series wrongly: over a whole recording it looks at samples that are yet to come', async () => {
    const honest = await contender();
    const early = withReplay(honest, (watcher) => ({ timestampsMs, columns, ...rest }) => {
      const shifted = columns.map((column) => column.map((_, row) => column[Math.min(row + 1, column.length - 1)]!));
      return watcher.replayAll!({ ...rest, timestampsMs, columns: shifted });
    });
    const caught = await violated(early);
    expect(caught).toContain('batch-equals-one-by-one');
    expect(caught).toContain('future-does-not-change-the-past');
    // On feature columns that its rules do not know, nobody would have noticed.
    const { reads: _, ...onColumns } = early;
    expect(await violated(onColumns)).not.toContain('future-does-not-change-the-past');
  });

  it('counts nothing as held by one that abstains on every row', async () => {
    const honest = await contender();
    const mute: Contender = {
      ...honest,
      traits: { ...honest.traits, warmupRows: 10_000 },
      async fit(task) {
        const watcher = await honest.fit(task);
        const abstain = { kind: 'abstained', reason: 'warming up' } as const;
        return {
          ...watcher,
          open: (...given) => ({ ...watcher.open(...given), observe: () => abstain }),
          replayAll: ({ timestampsMs }) => Array.from(timestampsMs, () => abstain),
        };
      },
    };
    const { properties } = await studyBehaviour({ contender: mute, train: TRAIN, seed: 1, runs: 5 });
    expect(properties.filter(({ outcome }) => outcome.kind === 'held')).toEqual([]);
    const reasons = properties.flatMap(({ outcome }) => (outcome.kind === 'not-applicable' ? [outcome.reason] : []));
    expect(reasons.some((reason) => reason.includes('abstained on every row'))).toBe(true);
  });
});
