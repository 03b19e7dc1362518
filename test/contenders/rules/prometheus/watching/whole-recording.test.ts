import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleProgram } from '../../../../../src/contenders/rules/prometheus/evaluation/rule-program.ts';
import { parseRuleFile } from '../../../../../src/contenders/rules/prometheus/reading/read-rule-files.ts';
import { prometheusWatcher } from '../../../../../src/contenders/rules/prometheus/watching/prometheus-watcher.ts';
import { watchWhole } from '../../../../../src/contenders/rules/prometheus/watching/whole-recording.ts';
import { observeAll } from '../../../../../src/replay/replay.ts';
import type { RawSeries } from '../../../../../src/telemetry/raw-series.ts';
import type { Recording } from '../../../../../src/telemetry/recording.ts';

/** Groups out of order of who reads whom, so that at equal phases a reader comes before what it reads. */
const FILES = parseRuleFile(
  `groups:
  - name: readers
    interval: 5s
    rules:
      - { alert: Mean, expr: 'mean > 4', for: 10s, labels: { v: '{{ $value | printf "%.1f" }}' } }
      - { alert: Smooth, expr: 'avg_over_time(mean[30s]) > 5' }
      - { alert: Both, expr: 'load > 6 and on () mean > 3', keep_firing_for: 15s }
      - { alert: Meta, expr: 'count(ALERTS{alertname!="Meta"}) > 2' }
  - name: own
    rules:
      - { alert: Rate, expr: 'sum by (job) (rate(total[20s])) > 0.3', for: 7s }
      - { alert: Load, expr: 'load > 5' }
      - { alert: Ratio, expr: 'load / on () group_left () sum(load) > 0.6' }
      - { alert: Worst, expr: 'topk(1, load) > 3' }
      - { alert: Ahead, expr: 'load offset -10s > 7' }
      - { alert: Gone, expr: 'absent(load{job="b"})', for: 5s }
      - { alert: Peak, expr: 'max_over_time(rate(total[15s])[40s:5s]) > 0.4' }
      - { alert: Ask, expr: 'load > 8', labels: { sum: '{{ query "sum(load)" | first | value }}' } }
      - { alert: Clash, expr: 'load + on () load > 1' }
      - { alert: Mad, expr: 'mad > 1' }
  - name: recorders
    interval: 5s
    query_offset: 1s
    rules:
      - { record: mean, expr: avg(load) }
      - { record: mad, expr: 'mad_over_time(load[1m])' }
  - name: last
    interval: 10s
    query_offset: 1s
    rules:
      - { record: smooth, expr: 'avg_over_time(mean[40s])' }
      - { alert: Late, expr: 'smooth > 4', for: 10s }
      - { alert: Jump, expr: 'mean > 1.2 * smooth or changes(mean[3m]) > 20' }
`,
  'r.yml',
);

const reading = fc.oneof({ weight: 9, arbitrary: fc.nat({ max: 9 }) }, { weight: 1, arbitrary: fc.constant('stale') });
const scrapes = fc.array(fc.tuple(fc.integer({ min: 900, max: 9000 }), reading), { minLength: 1, maxLength: 40 });

function rawOf(labels: Record<string, string>, drawn: readonly (readonly [number, number | string])[]): RawSeries {
  let atMs = 1_000_000;
  const times = drawn.map(([gapMs]) => {
    atMs += gapMs;
    return atMs;
  });
  let sum = 0;
  const values = drawn.map(([, value]) => (typeof value === 'string' ? 0 : value));
  return {
    labels,
    timestampsMs: Float64Array.from(times),
    values: Float64Array.from(values, (value) => {
      sum += value;
      return labels.__name__ === 'total' ? sum : value;
    }),
    stale: Uint8Array.from(drawn, ([, value]) => Number(value === 'stale')),
  };
}

const anyRecording = fc
  .record({
    a: scrapes,
    b: scrapes,
    total: scrapes,
    // After the longest some evaluations are left out.
    gapsMs: fc.array(
      fc.oneof(
        { weight: 200, arbitrary: fc.constantFrom(1000, 5000, 4321, 60_000) },
        { weight: 1, arbitrary: fc.constant(10_030_000) },
      ),
      { minLength: 1, maxLength: 50 },
    ),
    hasRaw: fc.boolean(),
    columns: fc.array(fc.oneof(fc.nat({ max: 9 }), fc.constant(Number.NaN)), { minLength: 100, maxLength: 100 }),
  })
  .map(({ a, b, total, gapsMs, hasRaw, columns }): Recording => {
    let atMs = 1_000_000;
    const rows = gapsMs.length;
    return {
      id: 'r',
      channels: ['a', 'b'].map((job) => ({ labels: { __name__: 'load', job }, unit: '1', kind: 'gauge' })),
      timestampsMs: Float64Array.from(gapsMs, (gapMs) => {
        atMs += gapMs;
        return atMs;
      }),
      columns: [0, 1].map((c) => Float64Array.from({ length: rows }, (_, i) => columns[2 * i + c]!)),
      ...(hasRaw && {
        series: [
          rawOf({ __name__: 'load', job: 'a' }, a),
          rawOf({ __name__: 'load', job: 'b' }, b),
          rawOf({ __name__: 'total', job: 'a' }, total),
          rawOf({ __name__: 'mean' }, b),
        ],
      }),
    };
  });

const alerts = FILES.groups.flatMap(({ rules }) => rules.map(({ kind }) => kind === 'alert'));

describe('a whole recording at once', () => {
  it('gets exactly the verdicts of row by row, every cause included', () => {
    let fired = 0;
    fc.assert(
      fc.property(anyRecording, fc.nat({ max: 4 }), fc.boolean(), (recording, phaseS, isApart) => {
        const program = ruleProgram(FILES, {
          intervalMs: 5000,
          phaseMs: ({ name }) => (isApart ? name.length * 100 : 1000 * phaseS),
        });
        const settings = { gaps: 'lookback', alerts } as const;
        expect(watchWhole(program, recording, settings)).not.toBeNull();
        const watcher = prometheusWatcher(program, 'sha256:0', settings);
        const rows = observeAll(watcher, recording);
        expect(watcher.replayAll!(recording)).toEqual(rows);
        fired += rows.filter((verdict) => verdict.kind === 'scored' && verdict.score >= 1).length;
      }),
      { numRuns: 40 },
    );
    expect(fired).toBeGreaterThan(100);
  });

  it('does not take evaluations for made that are left out in a long gap', () => {
    const files = parseRuleFile(
      `groups:
  - name: g
    rules:
      - { record: mean, expr: avg(load) }
      - { alert: Few, expr: 'count_over_time(mean[1m]) < 4 and on () load > 0 and on () vector(time()) > 1100', keep_firing_for: 5h }
`,
      'r.yml',
    );
    const program = ruleProgram(files, { intervalMs: 5000 });
    const rows = Array.from({ length: 40 }, (_, i) => 1_000_000 + 5000 * i);
    const recording: Recording = {
      id: 'r',
      channels: [{ labels: { __name__: 'load' }, unit: '1', kind: 'gauge' }],
      // Two thousand evaluations are made up for, the twenty before them are not.
      timestampsMs: Float64Array.from([...rows, rows.at(-1)! + 10_100_000]),
      columns: [new Float64Array(41).fill(9)],
    };
    const watcher = prometheusWatcher(program, 'sha256:0', { gaps: 'lookback', alerts: [false, true] });
    const verdicts = observeAll(watcher, recording);
    expect(verdicts.at(-1)).toMatchObject({ kind: 'scored', score: 4 });
    expect(watcher.replayAll!(recording)).toEqual(verdicts);
  });

  it('says between the evaluations of a slow group how near it was at the last one', () => {
    const files = parseRuleFile(
      `groups:
  - { name: g, interval: 1h, rules: [{ record: half, expr: load / 2 }, { alert: A, expr: half > 10 }, { alert: B, expr: load > 16 }] }
`,
      'r.yml',
    );
    const recording: Recording = {
      id: 'r',
      channels: [{ labels: { __name__: 'load' }, unit: '1', kind: 'gauge' }],
      timestampsMs: Float64Array.from({ length: 300 }, (_, i) => i * 60_000),
      columns: [Float64Array.from({ length: 300 }, (_, i) => 4 + (i % 50))],
    };
    const watcher = prometheusWatcher(ruleProgram(files), 'sha256:0', {
      gaps: 'lookback',
      alerts: [false, true, true],
    });
    const verdicts = observeAll(watcher, recording);
    expect(verdicts.slice(60, 120)).toEqual(new Array(60).fill({ kind: 'scored', score: 14 / 16, causes: [] }));
    expect(watcher.replayAll!(recording)).toEqual(verdicts);
  });

  it('goes row by row where a recording wants it: times that stand still, gaps as markers, a channel that a rule writes', () => {
    const program = ruleProgram(FILES, { intervalMs: 5000 });
    const recordingOf = (timesMs: readonly number[], name = 'load'): Recording => ({
      id: 'r',
      channels: [{ labels: { __name__: name }, unit: '1', kind: 'gauge' }],
      timestampsMs: Float64Array.from(timesMs),
      columns: [Float64Array.from(timesMs, (_, i) => (i % 3 === 1 ? Number.NaN : 9))],
    });
    const cases = [
      { recording: recordingOf([0, 5000, 5000, 10_000, 2000, 20_000]), gaps: 'lookback' },
      { recording: recordingOf([0, 5000, 10_000, 15_000]), gaps: 'stale' },
      { recording: recordingOf([0, 5000, 10_000, 15_000], 'mean'), gaps: 'lookback' },
    ] as const;
    for (const { recording, gaps } of cases) {
      const settings = { gaps, alerts };
      expect(watchWhole(program, recording, settings)).toBeNull();
      const watcher = prometheusWatcher(program, 'sha256:0', settings);
      const rows = observeAll(watcher, recording);
      expect(rows.some((verdict) => verdict.kind === 'scored' && verdict.score >= 1)).toBe(true);
      expect(watcher.replayAll!(recording)).toEqual(rows);
    }
  });

  it('is refused once the watcher was disposed of', () => {
    const watcher = prometheusWatcher(ruleProgram(FILES), 'sha256:0', { gaps: 'lookback', alerts });
    watcher.dispose();
    const none: Recording = { id: 'r', channels: [], timestampsMs: new Float64Array(0), columns: [] };
    expect(() => watcher.replayAll!(none)).toThrow('disposed');
  });
});
