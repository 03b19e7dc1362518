import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contender, Verdict } from '../../../../src/contenders/contract.ts';
import { prometheusContender, prometheusFromConfig } from '../../../../src/contenders/rules/prometheus/contender.ts';
import { ruleProgram } from '../../../../src/contenders/rules/prometheus/evaluation/rule-program.ts';
import { parseRuleFile } from '../../../../src/contenders/rules/prometheus/reading/read-rule-files.ts';
import { replayRules } from '../../../../src/contenders/rules/prometheus/replay/rule-replay.ts';
import { prometheusSession } from '../../../../src/contenders/rules/prometheus/watching/prometheus-session.ts';
import { InputError } from '../../../../src/faults.ts';
import type { JsonObject } from '../../../../src/json.ts';
import { observeAll } from '../../../../src/replay/replay.ts';
import { createContender } from '../../../../src/run/line-up.ts';
import type { RawSeries } from '../../../../src/telemetry/raw-series.ts';
import type { Recording } from '../../../../src/telemetry/recording.ts';
import { series, sourceOf } from './told-series.ts';

const MINUTE = 60_000;

const recordingOf = (
  columns: Readonly<Record<string, readonly number[]>>,
  stepMs = MINUTE,
  raw?: readonly RawSeries[],
): Recording => {
  const rows = Object.values(columns)[0]!.length;
  return {
    id: 'r',
    channels: Object.keys(columns).map((name) => ({
      labels: Object.fromEntries([
        ['__name__', name.split('/')[0]!],
        ...(name.includes('/') ? [['job', name.split('/')[1]!]] : []),
      ]),
      unit: '1',
      kind: 'gauge',
    })),
    timestampsMs: Float64Array.from({ length: rows }, (_, i) => i * stepMs),
    columns: Object.values(columns).map((values) => Float64Array.from(values)),
    ...(raw && { series: raw }),
  };
};

async function fileOf(rules: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'prometheus-')), 'web.rules.yml');
  await writeFile(file, `groups:\n${rules}`);
  return file;
}

async function contenderOf(rules: string, settings: JsonObject = {}): Promise<Contender> {
  return prometheusContender({ file: await fileOf(rules), ...settings }, null);
}

async function verdictsOf(contender: Contender, recording: Recording): Promise<Verdict[]> {
  return observeAll(await contender.fit({ train: [], seed: 1 }), recording);
}

/** F firing, p from half the way on, . below, ? abstained. */
const picture = (verdicts: readonly Verdict[]): string =>
  verdicts
    .map((verdict) =>
      verdict.kind === 'abstained' ? '?' : verdict.score >= 1 ? 'F' : verdict.score >= 0.5 ? 'p' : '.',
    )
    .join('');

const HIGH = `
  - name: g
    rules:
      - alert: High
        expr: load > 5
        for: 2m
        labels: { severity: page }
`;

describe('prometheus contender', () => {
  it('is at its threshold exactly while an alert fires, half the way while one is pending', async () => {
    const contender = await contenderOf(HIGH);
    const verdicts = await verdictsOf(contender, recordingOf({ load: [1, 6, 7, 8, 9, 2, 0, 6] }));
    expect(picture(verdicts)).toBe('.ppFF..p');
    const scores = verdicts.map((verdict) => (verdict.kind === 'scored' ? verdict.score : Number.NaN));
    // Half of 1/5; pending for 0 and 1 of 2 minutes; 8 and 9 over 5.
    expect(scores).toEqual([0.1, 0.5, 0.75, 1.6, 1.8, 0.2, 0, 0.5]);
  });

  it('explains a firing: values at activation and firing, limit, margin, wait, place of the rule', async () => {
    const contender = await contenderOf(HIGH.replace('load > 5', 'load{job="a"} / on () cpu > 5'));
    const recording = recordingOf({ 'load/a': [1, 12, 14, 16, 18], cpu: [2, 2, 2, 2, 2] });
    const [cause] = (await verdictsOf(contender, recording)).flatMap((verdict) =>
      verdict.kind === 'scored' && verdict.score >= 1 ? verdict.causes : [],
    );
    expect(cause).toMatchObject({ source: 'High', observed: 8, limit: 5, channel: null });
    expect(cause!.text).toMatch(/^High\{severity="page"\} firing for 0s, 2m pending of 2m: 8 against 5 \(\+60 %\); /);
    expect(cause!.text).toContain('when it became active load{job="a"} / on () cpu = 6');
    expect(cause!.text).toContain('when it fired load{job="a"} / on () cpu = 8, load{job="a"} = 16, cpu = 2');
    expect(cause!.text).toMatch(/; web\.rules\.yml:5:16$/);
  });

  it('names the one channel an alert is about', async () => {
    const contender = await contenderOf(HIGH.replace('for: 2m', 'for: 0s'));
    const recording = recordingOf({ 'load/a': [9], 'load/b': [1] });
    expect(await verdictsOf(contender, recording)).toMatchObject([{ causes: [{ channel: 'load{job="a"}' }] }]);
  });

  it('abstains where no alert has data to look at, and is quiet where one has', async () => {
    const contender = await contenderOf(`
  - name: g
    rules:
      - { alert: Load, expr: load > 5 }
      - { alert: Nowhere, expr: nothing > 5 }
`);
    const n = Number.NaN;
    expect(picture(await verdictsOf(contender, recordingOf({ load: [n, 1, n, n, n, n, n, 1] })))).toBe('?.....?.');
    const blind = await verdictsOf(contender, recordingOf({ other: [1] }));
    expect(blind).toEqual([{ kind: 'abstained', reason: 'no data for any alert: Load, Nowhere' }]);
    const stale = await contenderOf(HIGH, { gaps: 'stale' });
    expect(picture(await verdictsOf(stale, recordingOf({ load: [1, n, n, 1] })))).toBe('.??.');
  });

  it('says so where the evaluation of every alert fails', async () => {
    const contender = await contenderOf(`
  - { name: g, rules: [{ alert: Broken, expr: load + on () group_left () load > 1 }] }
`);
    expect(await verdictsOf(contender, recordingOf({ 'load/a': [1], 'load/b': [1] }))).toEqual([
      { kind: 'abstained', reason: expect.stringMatching(/^Broken: .*many-to-many/) },
    ]);
  });

  it('counts only alerts of the severities asked for', async () => {
    const rules = `${HIGH}      - { alert: Low, expr: load < 3, labels: { severity: info } }\n`;
    const recording = recordingOf({ load: [1, 6, 6, 6] });
    expect(picture(await verdictsOf(await contenderOf(rules), recording))).toBe('FppF');
    expect(picture(await verdictsOf(await contenderOf(rules, { severity: ['page'] }), recording))).toBe('.ppF');
    await expect(contenderOf(rules, { severity: ['none'] })).rejects.toThrow(InputError);
  });

  it('uses what the monitoring system scraped where a recording brings it, at its own times', async () => {
    const raw: RawSeries = {
      labels: { __name__: 'load' },
      timestampsMs: Float64Array.of(10_000, 70_000, 130_000, 190_000),
      values: Float64Array.of(9, 9, 9, 0),
      stale: Uint8Array.of(0, 0, 0, 1),
    };
    const contender = await contenderOf(HIGH, { phase: '15s' });
    // Evaluations at 0:15 (active), 1:15, 2:15 (fires), 3:15 (a marker at 3:10 has ended the series).
    const verdicts = await verdictsOf(contender, recordingOf({ load: [0, 0, 0, 0, 0] }, MINUTE, [raw]));
    expect(picture(verdicts)).toBe('?ppF?');
  });

  it('is made again from its config as plain JSON, and from its artefact', async () => {
    const contender = await contenderOf(HIGH, { phase: { g: '30s' }, interval: '2m' });
    const again = prometheusFromConfig(JSON.parse(JSON.stringify(contender.config)));
    expect(again.config).toEqual(contender.config);
    expect(again.traits).toEqual(contender.traits);
    const watcher = await contender.fit({ train: [], seed: 1 });
    const restored = await again.restore(watcher.artefact());
    const recording = recordingOf({ load: [1, 6, 7, 8, 9, 2, 0, 6] });
    expect(observeAll(restored, recording)).toEqual(observeAll(watcher, recording));
    // Where the file lies does not matter.
    expect((await contenderOf(HIGH, { phase: { g: '30s' }, interval: '2m' })).config).toEqual(contender.config);
    await expect((await contenderOf(HIGH)).restore(watcher.artefact())).rejects.toThrow('other rules');
    expect(() => prometheusFromConfig({ ...contender.config, sha256: 'sha256:0' })).toThrow(InputError);
  });

  it('is what `rules` becomes with a Prometheus file', async () => {
    const file = await fileOf(HIGH);
    const { contender, info } = await createContender('rules', { with: { file } }, null);
    expect(info.use).toBe('rules');
    expect(picture(await verdictsOf(contender, recordingOf({ load: [1, 6, 7, 8] })))).toBe('.ppF');
  });

  it('refuses what it could not watch in bounded memory, and settings that are wrong', async () => {
    await expect(contenderOf(HIGH.replace('load > 5', 'load @ 300 > 5'))).rejects.toThrow('bounded memory');
    await expect(contenderOf(HIGH, { gaps: 'guess' })).rejects.toThrow(InputError);
    await expect(prometheusContender({}, null)).rejects.toThrow('no rule file');
  });
});

const RULES = parseRuleFile(
  `groups:
  - name: g
    interval: 90s
    rules:
      - { record: mean, expr: avg(load) }
      - { alert: Own, expr: load > 6, for: 2m }
      - { alert: Mean, expr: mean > 4, keep_firing_for: 3m, labels: { v: '{{ $value | printf "%.1f" }}' } }
      - { alert: Rate, expr: 'delta(load[4m]) > 3', labels: { job: x } }
      - { alert: Gone, expr: 'absent(load{job="b"})', for: 1m }
      - { alert: Meta, expr: 'count(ALERTS) > 1' }
`,
  'r.yml',
);

const anyRows = fc.array(
  fc.record({
    a: fc.oneof({ weight: 9, arbitrary: fc.nat({ max: 9 }) }, { weight: 2, arbitrary: fc.constant(Number.NaN) }),
    b: fc.oneof({ weight: 9, arbitrary: fc.nat({ max: 9 }) }, { weight: 2, arbitrary: fc.constant(Number.NaN) }),
    stepMs: fc.constantFrom(15_000, MINUTE, 61_000, 300_000),
  }),
  { minLength: 2, maxLength: 40 },
);

/** The firings a session goes through, as it says row by row which alerts fire. */
describe('streaming', () => {
  const channels = recordingOf({ 'load/a': [1], 'load/b': [1] }).channels;
  const settings = { gaps: 'lookback', alerts: RULES.groups[0]!.rules.map(() => true) } as const;

  it('fires at each row exactly what a replay of the whole range has firing then', () => {
    fc.assert(
      fc.property(anyRows, fc.nat({ max: 89 }), (rows, phaseS) => {
        const program = ruleProgram(RULES, { phaseMs: () => phaseS * 1000 });
        const session = prometheusSession(program, channels, settings, undefined);
        let atMs = 1_000_000_000;
        const timed = rows.map(({ a, b, stepMs }) => {
          atMs += stepMs;
          return { atMs, a, b };
        });
        const times = timed.map((row) => row.atMs);
        const source = sourceOf(
          ...(['a', 'b'] as const).map((job) =>
            series(
              { __name__: 'load', job },
              times,
              timed.map((row) => row[job]),
            ),
          ),
        );
        const { firings } = replayRules(RULES, source, { startMs: times[0]!, endMs: times.at(-1)! }, program.options);
        for (const { atMs, a, b } of timed) {
          const verdict = session.observe({ timestampMs: atMs, values: Float64Array.of(a, b) });
          const firing = firings.filter(
            ({ firedAtMs, resolvedAtMs }) => firedAtMs <= atMs && (resolvedAtMs === null || resolvedAtMs > atMs),
          );
          const said =
            verdict.kind === 'scored' && verdict.score >= 1 ? verdict.causes.map(({ source }) => source) : [];
          expect(said.toSorted()).toEqual(firing.map(({ rule }) => rule.name).toSorted());
        }
      }),
      { numRuns: 60 },
    );
  });

  it('goes on from a snapshot as if it had not stopped', () => {
    fc.assert(
      fc.property(anyRows, fc.nat({ max: 39 }), (rows, cut) => {
        const program = ruleProgram(RULES, {});
        const whole = prometheusSession(program, channels, settings, undefined);
        let parts = prometheusSession(program, channels, settings, undefined);
        let timestampMs = 1_000_000_000;
        rows.forEach(({ a, b, stepMs }, i) => {
          timestampMs += stepMs;
          if (i === cut) parts = prometheusSession(program, channels, settings, structuredClone(parts.state()));
          const at = { timestampMs, values: Float64Array.of(a, b) };
          expect(parts.observe(at)).toEqual(whole.observe(at));
        });
      }),
      { numRuns: 40 },
    );
  });

  it('keeps no more than the longest range of its rules', () => {
    const session = prometheusSession(ruleProgram(RULES, {}), channels, settings, undefined);
    const sizes: number[] = [];
    for (let i = 0; i < 3000; i++) {
      session.observe({ timestampMs: i * 15_000, values: Float64Array.of(i % 10, (i * 7) % 10) });
      if (i % 500 === 499)
        sizes.push(
          JSON.stringify(session.state(), (_, value) =>
            ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value,
          ).length,
        );
    }
    // Five minutes of lookback and what is not yet swept out, and the alerts of a while.
    expect(Math.max(...sizes)).toBeLessThan(2 * sizes[1]!);
  });

  it('takes a gap of a year in bounded time, as a server that was not running', () => {
    const session = prometheusSession(ruleProgram(RULES, {}), channels, settings, undefined);
    session.observe({ timestampMs: 0, values: Float64Array.of(9, 9) });
    const verdict = session.observe({ timestampMs: 365 * 86_400_000, values: Float64Array.of(1, 1) });
    expect(verdict.kind).toBe('scored');
    expect(session.observe({ timestampMs: 1e300, values: Float64Array.of(9, 9) })).toEqual(verdict);
  });
});
