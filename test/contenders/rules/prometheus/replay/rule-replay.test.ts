import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleEvaluation } from '../../../../../src/contenders/rules/prometheus/evaluation/evaluation-log.ts';
import { foretoldByColumns } from '../../../../../src/contenders/rules/prometheus/evaluation/foretell.ts';
import { liveWindow } from '../../../../../src/contenders/rules/prometheus/evaluation/live-window.ts';
import { mayRead } from '../../../../../src/contenders/rules/prometheus/evaluation/query-facts.ts';
import { ruleProgram } from '../../../../../src/contenders/rules/prometheus/evaluation/rule-program.ts';
import { parseRuleFile } from '../../../../../src/contenders/rules/prometheus/reading/read-rule-files.ts';
import { phaseSweep } from '../../../../../src/contenders/rules/prometheus/replay/phase-sweep.ts';
import { replaySteps } from '../../../../../src/contenders/rules/prometheus/replay/replay-steps.ts';
import { type Firing, replayRules } from '../../../../../src/contenders/rules/prometheus/replay/rule-replay.ts';
import { formatLabels } from '../../../../../src/promql/labels.ts';
import { series, sourceOf } from '../told-series.ts';

const MINUTE = 60_000;
const minutes = (count: number) => Array.from({ length: count }, (_, i) => i * MINUTE);
const rules = (text: string) => parseRuleFile(`groups:\n${text}`, 'r.yml');
const shown = ({ labels, activeAtMs, firedAtMs, resolvedAtMs }: Firing) =>
  `${formatLabels(labels)} ${activeAtMs / MINUTE} ${firedAtMs / MINUTE} ${resolvedAtMs === null ? '…' : resolvedAtMs / MINUTE}`;
const range = { startMs: 0, endMs: 20 * MINUTE };

describe('replayed rules', () => {
  it('fire, resolve and carry the labels of element, group and rule, templates filled in', () => {
    const files = rules(`
  - name: g
    labels: { team: web, tier: "{{ $labels.job }}-tier" }
    rules:
      - alert: High
        expr: load > 5
        for: 2m
        labels: { team: db, level: '{{ if gt $value 8.0 }}worst{{ else }}bad{{ end }}' }
`);
    const load = series({ __name__: 'load', job: 'a' }, minutes(12), [1, 6, 6, 6, 9, 9, 9, 9, 1, 1, 1, 1]);
    const { firings, activity } = replayRules(files, sourceOf(load), range);
    // The value is part of what alert it is, so each level waits for itself.
    expect(firings.map(shown)).toEqual([
      '{alertname="High", job="a", level="bad", team="db", tier="a-tier"} 1 3 4',
      '{alertname="High", job="a", level="worst", team="db", tier="a-tier"} 4 6 8',
    ]);
    expect(activity).toMatchObject([{ evaluations: 21, failed: 0, firings: 2 }]);
    // The last reading is at minute 11 and lives for five minutes.
    expect(activity[0]!.withData).toBe(16);
  });

  it('feed later rules at the same time, and end what they record with a staleness marker', () => {
    const files = rules(`
  - name: g
    rules:
      - { record: high, expr: load > 5 }
      - { alert: A, expr: high }
`);
    const load = series({ __name__: 'load' }, minutes(6), [1, 6, 6, 1, 1, 1]);
    expect(replayRules(files, sourceOf(load), range).firings.map(shown)).toEqual(['{alertname="A"} 1 1 3']);
  });

  it('see of a rule further down what it wrote one evaluation before', () => {
    const files = rules(`
  - name: g
    rules:
      - { alert: A, expr: high }
      - { record: high, expr: load > 5 }
`);
    const load = series({ __name__: 'load' }, minutes(6), [1, 6, 6, 1, 1, 1]);
    expect(replayRules(files, sourceOf(load), range).firings.map(shown)).toEqual(['{alertname="A"} 2 2 4']);
  });

  it('read ALERTS of each other', () => {
    const files = rules(`
  - name: g
    rules:
      - { alert: A, expr: load > 5, for: 1m }
      - { alert: B, expr: 'ALERTS{alertname="A", alertstate="pending"}' }
      - { alert: C, expr: 'ALERTS_FOR_STATE{alertname="A"} == 60' }
`);
    const load = series({ __name__: 'load' }, minutes(6), [1, 6, 6, 6, 1, 1]);
    const { firings } = replayRules(files, sourceOf(load), range);
    expect(firings.map(shown)).toEqual([
      '{alertname="B", alertstate="pending"} 1 1 2',
      '{alertname="C"} 1 1 4',
      '{alertname="A"} 1 2 4',
    ]);
  });

  it('have an interval, a phase, a query offset and a limit of their own', () => {
    const files = rules(`
  - { name: slow, interval: 5m, rules: [{ alert: Slow, expr: load > 5 }] }
  - { name: late, query_offset: 2m, rules: [{ alert: Late, expr: load > 5 }] }
  - { name: full, limit: 1, rules: [{ alert: Full, expr: 'load > 5 or label_replace(vector(9), "x", "y", "", "")' }] }
`);
    const load = series({ __name__: 'load' }, minutes(9), [1, 1, 1, 6, 6, 6, 1, 1, 1]);
    const at = (phaseMs: number) => replayRules(files, sourceOf(load), range, { phaseMs: () => phaseMs });
    expect(at(0).firings.map(shown)).toEqual([
      expect.stringContaining('{alertname="Full", x="y"} 0 0 3'),
      '{alertname="Slow"} 5 5 10',
      '{alertname="Late"} 5 5 8',
      expect.stringContaining('{alertname="Full", x="y"} 6'),
    ]);
    expect(at(0).activity[2]).toMatchObject({ failed: 3, firstMessage: 'exceeded limit of 1 with 2 alerts' });
    expect(at(MINUTE).firings.map(shown)).not.toContainEqual(expect.stringContaining('Slow'));
  });

  it('freeze on an evaluation that fails', () => {
    const files = rules(`
  - name: g
    rules:
      - { alert: A, expr: 'load > 5 unless on () (left + on () right)', for: 3m }
`);
    const load = series({ __name__: 'load' }, minutes(9), [6, 6, 6, 6, 6, 6, 6, 6, 6]);
    const left = series({ __name__: 'left' }, minutes(3), [Number.NaN, 1, 'stale']);
    const right = (i: string) => series({ __name__: 'right', i }, minutes(3), [Number.NaN, 1, 'stale']);
    const { firings, activity } = replayRules(files, sourceOf(load, left, right('1'), right('2')), range);
    expect(activity).toMatchObject([{ failed: 1, firstMessage: expect.stringContaining('many-to-many') }]);
    expect(firings.map(shown)).toEqual(['{alertname="A"} 0 3 13']);
  });

  it('tell "never fired" from "never saw data"', () => {
    const files = rules(`
  - name: g
    rules:
      - { alert: Quiet, expr: load > 100 }
      - { alert: Blind, expr: nothing > 1 }
      - { alert: Absent, expr: absent(load) }
      - { alert: Derived, expr: 'mean:load > 100' }
      - { record: 'mean:load', expr: avg(load) > 1000 }
      - { alert: After, expr: 'mean:load > 100' }
`);
    const load = series({ __name__: 'load' }, minutes(21), Array(21).fill(1));
    const { activity, firings } = replayRules(files, sourceOf(load), range);
    expect(firings).toEqual([]);
    expect(activity.map(({ rule, withData }) => [rule.name, withData])).toEqual([
      ['Quiet', 21],
      ['Blind', 0],
      ['Absent', 21],
      ['Derived', 20],
      ['mean:load', 21],
      ['After', 21],
    ]);
  });

  it('do not look ahead, whatever they ask for', () => {
    const files = rules(`
  - { name: g, rules: [{ alert: Ahead, expr: 'load offset -3m > 5' }, { alert: Fixed, expr: 'load @ 300 > 5' }] }
`);
    const load = series({ __name__: 'load' }, minutes(9), [1, 1, 1, 1, 1, 6, 6, 6, 6]);
    const { firings } = replayRules(files, sourceOf(load), range);
    expect(firings.map(shown)).toEqual([
      expect.stringMatching(/Ahead"\} 5 5 /),
      expect.stringMatching(/Fixed"\} 5 5 …/),
    ]);
  });
});

const EXPRESSIONS = [
  'load > 5',
  'rate(total[3m]) > 0.02',
  'avg_over_time(load[4m]) > 4',
  'sum by (job) (load) > 8',
  'load > 3 and on (job) rate(total[5m]) > 0.01',
  'load offset 2m > 5 unless load > 7',
  'absent(load{job="a"})',
  'max_over_time(rate(total[2m])[4m:1m]) > 0.03',
  'mean > 4',
  'ALERTS{alertstate="firing", alertname!="Z"} == 1',
  'count_over_time(ALERTS[5m]) > 3',
  'load > on () group_left () scalar(mean) * 1.2 or vector(time() % 240) > 200',
  'load / on () load',
];

const RECORDED = [
  'avg(load) > 2',
  'sum by (job) (load)',
  'load > 4',
  'mean * 2',
  'avg_over_time(mean[3m])',
  'load / on () load',
];

const interval = fc.constantFrom('30s', '1m', '90s', '2m');
const anyRule = fc.oneof(
  fc
    .record({
      expr: fc.constantFrom(...EXPRESSIONS),
      hold: fc.constantFrom('0', '1m', '150s'),
      keep: fc.constantFrom('0', '2m'),
      limit: fc.nat({ max: 2 }),
    })
    .map(
      ({ expr, hold, keep }) =>
        `{ alert: A, expr: '${expr}', for: ${hold}, keep_firing_for: ${keep}, labels: { v: '{{ $value | printf "%.0f" }}' } }`,
    ),
  fc
    .record({ name: fc.constantFrom('mean', 'mean', 'other'), expr: fc.constantFrom(...RECORDED) })
    .map(({ name, expr }) => `{ record: ${name}, expr: '${expr}' }`),
);

/** One to three groups with their own clocks and offsets; who reads and writes what comes in any order. */
const anyRules = fc
  .array(
    fc.record({
      rules: fc.array(anyRule, { minLength: 1, maxLength: 4 }),
      interval,
      limit: fc.constantFrom(0, 0, 1),
      offset: fc.constantFrom('0s', '0s', '30s', '1m'),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((groups) =>
    groups
      .map(
        (group, g) =>
          `  - name: g${g}\n    interval: ${group.interval}\n    limit: ${group.limit}\n    query_offset: ${group.offset}\n    rules:\n` +
          group.rules.map((rule, i) => `      - ${rule.replace('alert: A', `alert: A${g}${i}`)}`).join('\n'),
      )
      .join('\n'),
  );

const reading = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 9 }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
  { weight: 1, arbitrary: fc.constant('stale' as const) },
);
const anySeries = fc
  .record({
    a: fc.array(reading, { minLength: 30, maxLength: 30 }),
    b: fc.array(reading, { minLength: 30, maxLength: 30 }),
    growth: fc.array(fc.nat({ max: 5 }), { minLength: 30, maxLength: 30 }),
  })
  .map(({ a, b, growth }) => {
    const times = Array.from({ length: 30 }, (_, i) => i * 45_000 + (i % 3) * 1000);
    let sum = 0;
    const total = growth.map((by) => {
      sum = by === 0 ? 0 : sum + by;
      return sum;
    });
    return sourceOf(
      series({ __name__: 'load', job: 'a' }, times, a),
      series({ __name__: 'load', job: 'b' }, times, b),
      series({ __name__: 'total', job: 'a' }, times, total),
    );
  });

/** Alerts of one evaluation come in no particular order. */
const inOrder = (evaluation: RuleEvaluation): RuleEvaluation => ({
  ...evaluation,
  events: evaluation.events.toSorted((a, b) =>
    `${a.alert.labels.key} ${a.kind}` < `${b.alert.labels.key} ${b.kind}` ? -1 : 1,
  ),
});

const anyWay = fc.record({
  phase: fc.nat({ max: 29_999 }),
  isApart: fc.boolean(),
  stepsAtOnce: fc.constantFrom(1, 3, 7, 2000),
});

function bothWays(files: ReturnType<typeof rules>, source: ReturnType<typeof sourceOf>) {
  const program = ruleProgram(files);
  const steps: RuleEvaluation[] = [];
  replaySteps(program, source, range, (each) => steps.push(each));
  const foretold: RuleEvaluation[] = [];
  const columns = foretoldByColumns(program, source, range.endMs);
  replaySteps(program, source, range, (each) => foretold.push(each), liveWindow(), columns);
  return { steps, foretold };
}

describe('rules foretold by columns and rules step by step', () => {
  it('come to the same evaluations: outcomes, events, values, what they saw', () => {
    const foretoldOf = { recorded: 0, written: 0, asked: 0 };
    fc.assert(
      fc.property(anyRules, anySeries, anyWay, (text, source, { phase, isApart, stepsAtOnce }) => {
        const phaseMs = ({ name }: { readonly name: string }) => phase + (isApart ? 7000 * Number(name.slice(1)) : 0);
        const program = ruleProgram(rules(text), { phaseMs, lookbackMs: 3 * MINUTE });
        const whole = { startMs: 0, endMs: 30 * MINUTE };
        const steps: RuleEvaluation[] = [];
        replaySteps(program, source, whole, (each) => steps.push(inOrder(each)));
        const columns = foretoldByColumns(program, source, whole.endMs, stepsAtOnce);
        const foretold: RuleEvaluation[] = [];
        replaySteps(program, source, whole, (each) => foretold.push(inOrder(each)), liveWindow(), {
          ...columns,
          finding(rule, queryMs) {
            const found = columns.finding(rule, queryMs);
            foretoldOf.asked++;
            const readsRules = rule.facts?.selectors.some((one) => mayRead(one, 'mean') || mayRead(one, 'other'));
            if (found !== null) foretoldOf[readsRules ? 'written' : 'recorded']++;
            return found;
          },
        });
        expect(foretold).toEqual(steps);
      }),
      { numRuns: 300 },
    );
    expect(foretoldOf.recorded).toBeGreaterThan(foretoldOf.asked / 4);
    expect(foretoldOf.written).toBeGreaterThan(foretoldOf.asked / 50);
  });

  it('are left to be evaluated where two rules write one series, and so is who reads of them', () => {
    const files = rules(`
  - name: g
    rules:
      - { record: load:max, expr: max(load) > 5 }
      - { record: load:max, expr: max(load) <= 5 }
      - { record: load:twice, expr: load:max * 2 }
      - { alert: Twice, expr: load:twice < 10 }
`);
    const source = sourceOf(series({ __name__: 'load' }, minutes(8), [1, 6, 2, 7, 3, 8, 4, 9]));
    const { steps, foretold } = bothWays(files, source);
    // What the second writes counts where the first has nothing to write, not even a marker: before its first sample.
    expect(steps.filter(({ events }) => events.some(({ kind }) => kind === 'fired')).map(({ atMs }) => atMs)).toEqual([
      0,
    ]);
    expect(foretold).toEqual(steps);
  });

  it('are not read before their query offset lets them be written', () => {
    const files = rules(`
  - { name: late, query_offset: 1m, rules: [{ record: seen, expr: load }] }
  - { name: g, rules: [{ alert: Seen, expr: seen > 5 }] }
`);
    const { steps, foretold } = bothWays(
      files,
      sourceOf(series({ __name__: 'load' }, minutes(8), [1, 1, 1, 6, 6, 6, 6, 6])),
    );
    expect(steps.filter(({ events }) => events.some(({ kind }) => kind === 'fired')).map(({ atMs }) => atMs)).toEqual([
      4 * MINUTE,
    ]);
    expect(foretold).toEqual(steps);
  });
});

describe('a sweep over phases', () => {
  it('says which firings hang on the phase', () => {
    const files = rules(`
  - { name: g, rules: [{ alert: Long, expr: load > 5, for: 2m }, { alert: Short, expr: blip > 5 }] }
`);
    const times = Array.from({ length: 80 }, (_, i) => i * 15_000);
    const load = series(
      { __name__: 'load' },
      times,
      times.map((at) => (at >= 5 * MINUTE && at < 12 * MINUTE ? 6 : 1)),
    );
    // Above for 30 s: only every other phase looks at the right time.
    const blip = series(
      { __name__: 'blip' },
      times,
      times.map((at) => (at >= 450_000 && at < 480_000 ? 6 : 1)),
    );
    const sweep = phaseSweep(files, sourceOf(load, blip), range, { phaseCount: 4 });
    expect(sweep.phases).toEqual([0, 0.25, 0.5, 0.75]);
    expect(
      sweep.firings.map(({ alert, dependsOnPhase, firings }) => [
        alert,
        dependsOnPhase,
        firings.map((one) => one !== null),
      ]),
    ).toEqual([
      ['Long', false, [true, true, true, true]],
      ['Short', true, [false, false, true, true]],
    ]);
    expect(sweep.firings[0]!.startSpreadMs).toBe(45_000);
    expect(sweep.counts).toEqual([1, 1, 2, 2]);
  });
});
