import { describe, expect, it } from 'vitest';
import { normal, seededRandom } from '../../../../src/chance.ts';
import { groupClock } from '../../../../src/contenders/rules/prometheus/evaluation/group-clock.ts';
import { groupRunner } from '../../../../src/contenders/rules/prometheus/evaluation/group-runner.ts';
import { layeredSource } from '../../../../src/contenders/rules/prometheus/evaluation/layered-source.ts';
import { liveWindow } from '../../../../src/contenders/rules/prometheus/evaluation/live-window.ts';
import { ruleProgram } from '../../../../src/contenders/rules/prometheus/evaluation/rule-program.ts';
import { withClosedRanges } from '../../../../src/contenders/rules/prometheus/fidelity/closed-ranges.ts';
import { holdAgainstServer } from '../../../../src/contenders/rules/prometheus/fidelity/hold-against-server.ts';
import { parseRuleFile } from '../../../../src/contenders/rules/prometheus/reading/read-rule-files.ts';
import type { RuleFiles } from '../../../../src/contenders/rules/prometheus/rule-file.ts';
import { countUpTo } from '../../../../src/promql/evaluate/search-times.ts';
import { labelsOf } from '../../../../src/promql/labels.ts';
import { memorySource } from '../../../../src/promql/memory-source.ts';
import type { SampleSource } from '../../../../src/promql/sample-source.ts';
import type { RawSeries } from '../../../../src/telemetry/raw-series.ts';

const rules = (limit: number): RuleFiles =>
  parseRuleFile(
    `groups:
  - name: alerts
    interval: 1s
    rules:
      - { alert: Own, expr: 'load > ${limit}', for: 3s }
      - { alert: Recorded, expr: 'mean > ${limit}', for: 2s }
      - { alert: Rate, expr: 'rate(total[10s]) > 5.3', for: 2s }
  - name: recorders
    interval: 1s
    rules:
      - { record: mean, expr: avg(load) }
`,
    'r.yml',
  );

const SECONDS = 900;
const PHASES: Readonly<Record<string, number>> = { alerts: 100, recorders: 400 };

/** Two targets, scraped each second: one 450 ms, the other exactly 100 ms past it, as the alerts are evaluated. */
function scraped(): RawSeries[] {
  const random = seededRandom(7);
  return [
    { __name__: 'load', job: 'shop', instance: 'a' },
    { __name__: 'load', job: 'shop', instance: 'b' },
    { __name__: 'total', job: 'shop', instance: 'b' },
  ].map((labels) => {
    const offsetMs = labels.instance === 'a' ? 450 : 100;
    let level = 0;
    let sum = 0;
    return {
      labels,
      timestampsMs: Float64Array.from({ length: SECONDS }, (_, i) => 1_000_000_000 + i * 1000 + offsetMs),
      values: Float64Array.from({ length: SECONDS }, () => {
        level = 0.9 * level + normal(random);
        sum += Math.max(0, 5 + level);
        return labels.__name__ === 'total' ? sum : 5 + level;
      }),
      stale: new Uint8Array(SECONDS),
    };
  });
}

/** A job that runs for forty seconds of each minute, its counter at four when it is first scraped. */
function shortRuns(): RawSeries[] {
  return Array.from({ length: SECONDS / 60 }, (_, run) => ({
    labels: { __name__: 'jobs_total', job: 'shop', instance: 'b', run: String(run) },
    timestampsMs: Float64Array.from({ length: 40 }, (_nothing, i) => 1_000_000_450 + (60 * run + i) * 1000),
    values: Float64Array.from({ length: 40 }, (_nothing, i) => 4 + 5 * i),
    stale: new Uint8Array(40),
  }));
}

interface Server {
  /** From the scrape until its samples are there. */
  readonly delayMs: (scrape: number) => number;
  readonly closesRanges?: boolean;
  /** Its history begins so long before what is recorded. */
  readonly leadMs?: number;
  readonly olderExtrapolation?: boolean;
  readonly scrapes?: () => RawSeries[];
}

/** What a server would have stored in the end: what it scraped, and what its rules made of what was there in time. */
function serve(files: RuleFiles, server: Server): RawSeries[] {
  const { delayMs, closesRanges = false, leadMs = 0, olderExtrapolation = false, scrapes = scraped } = server;
  const series = scrapes();
  const startMs = 1_000_000_000;
  const endMs = startMs + SECONDS * 1000;
  const all = memorySource(
    series.map(({ labels, ...rest }) => ({ labels: labelsOf(Object.entries(labels)), ...rest })),
  );
  let nowMs = startMs;
  const stored: SampleSource = {
    select: (matchers, afterMs, untilMs) =>
      all.select(matchers, afterMs, untilMs).map(({ labels, timestampsMs, values, stale }) => {
        let to = countUpTo(timestampsMs, nowMs);
        while (to > 0 && timestampsMs[to - 1]! + delayMs(to - 1) > nowMs) to--;
        const cut = <T extends Float64Array | Uint8Array>(array: T) => array.subarray(0, to) as T;
        return { labels, timestampsMs: cut(timestampsMs), values: cut(values), stale: stale && cut(stale) };
      }),
  };
  const its: RuleFiles = {
    ...files,
    groups: files.groups.map((group) => ({
      ...group,
      rules: group.rules.map((rule) => {
        const { parsed } = rule.query;
        if (!closesRanges || parsed.kind === 'refused') return rule;
        return {
          ...rule,
          query: { ...rule.query, parsed: { ...parsed, expression: withClosedRanges(parsed.expression) } },
        };
      }),
    })),
  };
  const program = ruleProgram(its, { phaseMs: ({ name }) => PHASES[name]!, olderExtrapolation }, true);
  const written = liveWindow();
  const source = layeredSource(stored, written, () => nowMs);
  const runner = groupRunner(program, source, written.append);
  const clock = groupClock(program, startMs);
  while (clock.nextMs <= endMs) {
    nowMs = clock.nextMs;
    runner.evaluate(clock.take(), nowMs, () => {});
  }
  const everything = { label: '__name__', operator: '!=', value: '', matches: (text: string) => text !== '' } as const;
  const own = written.select([everything], Number.NEGATIVE_INFINITY, endMs).map(
    ({ labels, timestampsMs, values, stale }): RawSeries => ({
      labels: Object.fromEntries(labels.pairs),
      timestampsMs,
      values,
      stale: stale ?? new Uint8Array(values.length),
    }),
  );
  return [...series, ...own].map((one) => {
    const from = countUpTo(one.timestampsMs, startMs + leadMs);
    return {
      labels: one.labels,
      timestampsMs: one.timestampsMs.subarray(from),
      values: one.values.subarray(from),
      stale: one.stale.subarray(from),
    };
  });
}

const prompt = () => 0;
/** One scrape in seven takes 700 ms. */
const slow = (scrape: number) => (scrape % 7 === 3 ? 700 : 20);
const reasonsOf = ({ differences }: ReturnType<typeof holdAgainstServer>) =>
  [...new Set(differences.flatMap(({ reasons }) => reasons))].sort();

describe('a replay held against what a server recorded', () => {
  it('is the same to the millisecond where every sample was there in time', () => {
    const held = holdAgainstServer(rules(6), serve(rules(6), { delayMs: prompt }));
    expect(held).toEqual({ recorded: held.same, replayed: held.same, same: held.same, differences: [] });
    expect(held.same).toBeGreaterThan(30);
  });

  it('puts differences down to samples stored late, also where a recording rule stands between', () => {
    const held = holdAgainstServer(rules(6), serve(rules(6), { delayMs: slow }));
    expect(held.differences.length).toBeGreaterThan(10);
    expect(reasonsOf(held)).toEqual(['stored-late']);
    const alerts = new Set(held.differences.map(({ alert }) => alert.pairs.find(([name]) => name === 'alertname')![1]));
    expect([...alerts].sort()).toEqual(['Own', 'Rate', 'Recorded']);
  });

  it('puts differences down to ranges that are closed on the left', () => {
    const held = holdAgainstServer(rules(6), serve(rules(6), { delayMs: prompt, closesRanges: true }), {}, 0);
    expect(held.differences.length).toBeGreaterThan(2);
    expect(reasonsOf(held)).toEqual(['range-closed']);
  });

  it('puts differences down to how older servers take counters that have just begun back to zero', () => {
    const files = parseRuleFile(
      `groups: [{ name: alerts, interval: 1s, rules: [{ alert: Busy, expr: 'sum without (run) (increase(jobs_total[10s])) > 26.5' }] }]`,
      'young.yml',
    );
    const held = holdAgainstServer(
      files,
      serve(files, { delayMs: prompt, olderExtrapolation: true, scrapes: shortRuns }),
      {},
      0,
    );
    expect(held.differences.length).toBeGreaterThan(5);
    expect(reasonsOf(held)).toEqual(['older-extrapolation']);
  });

  it('puts differences at the start down to what was before it', () => {
    const held = [205, 210, 215, 220, 225, 230, 235, 240].map((leadS) =>
      holdAgainstServer(rules(4), serve(rules(4), { delayMs: prompt, leadMs: leadS * 1000 })),
    );
    expect(new Set(held.flatMap(reasonsOf))).toEqual(new Set(['before-the-recording']));
  });

  it('does not explain away a server with other rules', () => {
    const held = holdAgainstServer(rules(6), serve(rules(5.8), { delayMs: prompt }));
    const unexplained = held.differences.filter(({ reasons }) => reasons.includes('unexplained'));
    expect(unexplained.length).toBeGreaterThan(10);
  });
});
