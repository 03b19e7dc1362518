import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dataFacts } from '../../../../../src/contenders/rules/prometheus/coverage/data-facts.ts';
import { lintRules } from '../../../../../src/contenders/rules/prometheus/lints/lint-rules.ts';
import { LINTS } from '../../../../../src/contenders/rules/prometheus/lints/lints.ts';
import { readRuleFiles } from '../../../../../src/contenders/rules/prometheus/reading/read-rule-files.ts';
import type { Dataset } from '../../../../../src/telemetry/dataset.ts';
import type { Channel, Recording } from '../../../../../src/telemetry/recording.ts';
import { alert, fileOf, linted, slices } from './linted.ts';

const ROWS = 60;
const channels: Channel[] = [
  { labels: { __name__: 'requests_total', job: 'web', code: '200' }, unit: '1', kind: 'counter' },
  { labels: { __name__: 'temperature', job: 'web' }, unit: '1', kind: 'gauge' },
  { labels: { __name__: 'capacity', pool: 'a' }, unit: '1', kind: 'gauge' },
];
const recording: Recording = {
  id: 'r',
  channels,
  timestampsMs: Float64Array.from({ length: ROWS }, (_, i) => i * 60_000),
  columns: [(i: number) => i, (i: number) => i % 2, () => 5].map((value) =>
    Float64Array.from({ length: ROWS }, (_, i) => value(i)),
  ),
};
const data = dataFacts({
  name: 'shop',
  title: '',
  licence: '',
  source: '',
  digest: '',
  channels,
  recordings: [{ recording, incidents: [], benign: [], role: 'test', group: 'r', scoredFromRow: 0 }],
  rulesFile: null,
} satisfies Dataset);

interface Example {
  readonly lint: string;
  /** Files in which it finds just this, by slice. */
  readonly finds: readonly (readonly [text: string, slice: string])[];
  readonly passes: readonly string[];
  readonly world?: Parameters<typeof slices>[1];
}

const EXAMPLES: readonly Example[] = [
  {
    lint: 'alert-without-comparison',
    finds: [
      [fileOf(alert('rate(errors_total[5m])')), 'rate(errors_total[5m])'],
      [fileOf(alert('sum(up) / count(up)')), 'sum(up) / count(up)'],
      [fileOf(alert('(x > 5) or y')), '(x > 5) or y'],
      [fileOf(alert('up == bool 0')), 'up == bool 0'],
    ],
    passes: [
      ...[
        'up == 0',
        'absent(up)',
        'count(up == 0)',
        'x unless y',
        'x and y > 1',
        'vector(1)',
        '1',
        'absent_over_time(up[5m])',
      ],
      ...['ALERTS{alertstate="firing"}', '(x > 1) / 2', 'count(up == 0) * 2', 'sum(x > bool 3) > 1'],
    ].map((expr) => fileOf(alert(expr))),
  },
  {
    lint: 'comparison-never-true',
    finds: [
      [fileOf(alert('count(up) == 0')), 'count(up) == 0'],
      [fileOf(alert('sum by (job) (x == 0) > 0')), 'sum by (job) (x == 0) > 0'],
      [fileOf(alert('rate(errors_total[5m]) < 0')), 'rate(errors_total[5m]) < 0'],
      [fileOf(alert('0 > absent(x)')), '0 > absent(x)'],
      [fileOf(alert('up > 1')), 'up > 1'],
      [fileOf(alert('hour() >= 24')), 'hour() >= 24'],
      [fileOf(alert('(x > 5) < 3')), '(x > 5) < 3'],
      [fileOf(alert('x > 90 and x < 80')), 'x > 90 and x < 80'],
      [fileOf(alert('x > 90 and y > 1 and 80 > x')), 'x > 90 and y > 1 and 80 > x'],
      [fileOf(alert('clamp(x, 0, 1) > 1')), 'clamp(x, 0, 1) > 1'],
    ],
    passes: [
      ...['count(up) < 2', '(count(up) or vector(0)) == 0', 'sum(x) < 0', 'x > 90 and on (job) x < 80', 'hour() > 22'],
      ...[
        'x < 80 or x > 90',
        'rate(a_total[5m]) / rate(b_total[5m]) > 2',
        'x > 5 and x > 3',
        'sum(x != 0) > 0',
        'up == 0',
      ],
      ...['x - y < 0', '-(x > 3) < -3', 'delta(x[5m]) < 0', 'x > bool 1 and x < bool 0'],
    ].map((expr) => fileOf(alert(expr))),
  },
  {
    lint: 'comparison-always-true',
    finds: [
      [fileOf(alert('count(up) > 0')), 'count(up) > 0'],
      [fileOf(alert('rate(errors_total[5m]) >= 0')), 'rate(errors_total[5m]) >= 0'],
      [fileOf(alert('abs(x) >= 0 and x > 1')), 'abs(x) >= 0'],
    ],
    passes: ['absent(up) == 1', 'count(up == 0) > 0', 'x > 0', 'sum(up) > 0'].map((expr) => fileOf(alert(expr))),
  },
  {
    lint: 'join-never-matches',
    finds: [
      [fileOf(alert('sum by (job) (a) / sum by (instance) (b) > 1')), 'sum by (job) (a) / sum by (instance) (b)'],
      [fileOf(alert('sum(a) by (job) > sum(b)')), 'sum(a) by (job) > sum(b)'],
      [fileOf(alert('a > on (instance) sum by (job) (b)')), 'a > on (instance) sum by (job) (b)'],
      [fileOf(alert('a{mode="x"} + a{mode="y"} > 1')), 'a{mode="x"} + a{mode="y"}'],
      [fileOf(alert('a and on (mode) sum without (mode) (b)')), 'a and on (mode) sum without (mode) (b)'],
      [fileOf(alert('a > 1 and absent(b)')), 'a > 1 and absent(b)'],
      [fileOf('record: "job:x", expr: sum by (job) (x)', alert('x > on (instance) job:x')), 'x > on (instance) job:x'],
    ],
    passes: [
      ...[
        'a / b > 1',
        'sum by (job) (a) / sum by (job) (b) > 1',
        'sum(a) / sum(b) > 1',
        'a{mode="x"} + on (job) a{mode="y"} > 1',
      ],
      ...[
        'a{mode="x"} + ignoring (mode) a{mode="y"} > 1',
        'sum by (job) (a) / ignoring (job) sum(b) > 1',
        'a > on () vector(1)',
      ],
      ...[
        'a > on (job) group_left sum by (job) (b)',
        'a{x="1"} or b{x="2"}',
        'a > scalar(sum(b))',
        'sum without (cpu) (a) / b > 1',
      ],
      'label_replace(sum by (a) (x), "b", "$1", "a", "(.*)") > on (b) sum by (b) (y)',
      'count_values("v", a) > on (v) sum by (v) (b)',
      'sum by (job) (a) * on (job) group_left (team) owner > on (team) sum by (team) (quota)',
    ].map((expr) => fileOf(alert(expr))),
  },
  {
    lint: 'join-never-matched',
    world: { data, scrapeIntervalMs: 60_000 },
    finds: [[fileOf(alert('temperature / capacity > 1')), 'temperature / capacity']],
    passes: [
      'temperature / on () capacity > 1',
      'temperature > 100 and ignoring (code) requests_total > 1e9',
      'temperature / ignoring (code) requests_total > 100',
      'temperature unless capacity',
      'temperature or capacity > 1',
    ].map((expr) => fileOf(alert(expr))),
  },
  {
    lint: 'range-too-short',
    finds: [
      [fileOf(alert('rate(x_total[20s]) > 1')), 'rate(x_total[20s])'],
      [fileOf(alert('max_over_time(rate(x_total[20s])[1h:]) > 1')), 'rate(x_total[20s])'],
      [fileOf(alert('increase(x_total[1m:1m]) > 1')), 'increase(x_total[1m:1m])'],
    ],
    passes: ['rate(x_total[30s]) > 1', 'max_over_time(x[10s]) > 1', 'quantile_over_time(0.5, x[1s]) > 1'].map((expr) =>
      fileOf(alert(expr)),
    ),
  },
  {
    lint: 'rate-of-aggregation',
    finds: [
      [fileOf(alert('rate(sum(x_total)[5m:15s]) > 1')), 'rate(sum(x_total)[5m:15s])'],
      [fileOf('record: "all:x", expr: sum(x_total)', alert('rate(all:x[5m]) > 1')), 'rate(all:x[5m])'],
    ],
    passes: [
      fileOf(alert('sum(rate(x_total[5m])) > 1')),
      fileOf(alert('deriv(sum(x)[5m:15s]) > 1')),
      fileOf(alert('max_over_time(sum(rate(x_total[5m]))[5m:15s]) > 1')),
      fileOf('record: "all:x", expr: "sum(increase(x_total[5m]))"', alert('rate(all:x[5m]) > 1')),
    ],
  },
  {
    lint: 'rate-on-gauge',
    world: { data, scrapeIntervalMs: 60_000 },
    finds: [
      [fileOf(alert('rate(temperature[5m]) > 1')), 'rate(temperature[5m])'],
      [fileOf(alert('increase(disk_free_bytes[5m]) > 1')), 'increase(disk_free_bytes[5m])'],
    ],
    passes: ['rate(requests_total[5m]) > 1', 'delta(temperature[5m]) > 1', 'rate(read_bytes[5m]) > 1'].map((expr) =>
      fileOf(alert(expr)),
    ),
  },
  {
    lint: 'delta-on-counter',
    finds: [
      [fileOf(alert('delta(x_total[5m]) > 1')), 'delta(x_total[5m])'],
      [fileOf(alert('predict_linear(x_bucket[5m], 60) > 1')), 'predict_linear(x_bucket[5m], 60)'],
    ],
    passes: ['delta(x_count[5m]) > 1', 'increase(x_total[5m]) > 1', 'deriv(x[5m]) > 1'].map((expr) =>
      fileOf(alert(expr)),
    ),
  },
  {
    lint: 'absent-without-for',
    finds: [
      [fileOf('alert: A, expr: absent(up)'), 'absent(up)'],
      [fileOf('alert: A, expr: absent(up) == 1, for: 20s'), 'absent(up)'],
    ],
    passes: [
      fileOf('alert: A, expr: absent(up), for: 30s'),
      fileOf('alert: A, expr: "absent_over_time(up[5m])"'),
      fileOf('alert: A, expr: "absent(rate(x_total[5m]))"'),
      fileOf('record: no_up, expr: absent(up)', 'alert: B, expr: no_up'),
    ],
  },
  {
    lint: 'for-shorter-than-interval',
    finds: [
      [fileOf('alert: A, expr: up == 0, for: 10s').replace('rules:', 'interval: 1m\n    rules:'), 'A'],
      [fileOf('alert: B, expr: up == 0, keep_firing_for: 10s').replace('rules:', 'interval: 1m\n    rules:'), 'B'],
    ],
    passes: [
      fileOf('alert: A, expr: up == 0, for: 10s'),
      fileOf('alert: A, expr: up == 0, for: 1m').replace('rules:', 'interval: 1m\n    rules:'),
      fileOf('alert: A, expr: up == 0').replace('rules:', 'interval: 1m\n    rules:'),
    ],
  },
  {
    lint: 'division-may-poison',
    finds: [
      [fileOf(alert('sum(a / b) > 1')), 'a / b'],
      [fileOf(alert('avg(rate(a_total[5m]) / rate(b_total[5m])) > 1')), 'rate(a_total[5m]) / rate(b_total[5m])'],
      [fileOf(alert('avg_over_time((a / b)[1h:1m]) > 1')), 'a / b'],
    ],
    passes: [
      ...[
        'sum(a) / sum(b) > 1',
        'sum(a / (b > 0)) > 1',
        'sum(a / 100) > 1',
        'max(a / b) > 1',
        'sum(a / clamp_min(b, 1)) > 1',
      ],
      ...['sum(a / b > 0.5) > 1', 'sum(a / on (job) group_left count by (job) (b)) > 1', 'sum((a / b) and b > 0) > 1'],
    ].map((expr) => fileOf(alert(expr))),
  },
  {
    lint: 'value-in-label',
    finds: [[fileOf(alert('x > 1', ', labels: { level: "{{ $value }}" }')), '{{ $value }}']],
    passes: [fileOf(alert('x > 1', ', labels: { level: "{{ $labels.x }}" }, annotations: { a: "{{ $value }}" }'))],
  },
  {
    lint: 'template-label',
    finds: [
      [fileOf(alert('sum by (job) (x) > 1', ', annotations: { a: "on {{ $labels.instance }}" }')), '$labels.instance'],
      [fileOf(alert('absent(up{job="a"})', ', annotations: { a: "{{ .Labels.instance }}" }')), '.Labels.instance'],
      [fileOf(alert('sum without (pod) (x) > 1', ', annotations: { a: "{{ $labels.pod }}" }')), '$labels.pod'],
      [
        fileOf(alert('sum(x) > 1', ', labels: { team: web }, annotations: { a: "{{ if $labels.team }}x{{ end }}" }')),
        '$labels.team',
      ],
      [
        fileOf(
          'record: "job:x", expr: sum by (job) (x)',
          alert('job:x > 1', ', annotations: { a: "{{ $labels.pod }}" }'),
        ),
        '$labels.pod',
      ],
    ],
    passes: [
      fileOf(alert('sum by (job) (x) > 1', ', annotations: { a: "{{ $labels.job }}" }')),
      fileOf(alert('x > 1', ', annotations: { a: "{{ $labels.anything }}" }')),
      fileOf(alert('absent(up{job="a"})', ', annotations: { a: "{{ $labels.job }}" }')),
      fileOf(
        alert(
          'sum(x) > 1',
          `, annotations: { a: "{{ range query 'up' }}{{ .Labels.job }}{{ end }}" }`.replaceAll("'", '`'),
        ),
      ),
      fileOf(alert('topk(3, x) > 1', ', annotations: { a: "{{ $labels.pod }}" }')),
      fileOf(
        alert('sum by (job) (a) * on (job) group_left (team) b > 1', ', annotations: { a: "{{ $labels.team }}" }'),
      ),
      fileOf(
        'record: "job:x", expr: sum by (job) (x), labels: { team: a }',
        alert('job:x > 1', ', annotations: { a: "{{ $labels.team }}" }'),
      ),
    ],
  },
  {
    lint: 'metric-not-in-data',
    world: { data, scrapeIntervalMs: 60_000 },
    finds: [
      [fileOf(alert('temperatur > 1')), 'temperatur'],
      [fileOf(alert('rate(requests_total{code="500"}[5m]) > 1')), 'requests_total{code="500"}'],
    ],
    passes: [
      fileOf(alert('temperature{job=~"w.*"} > 1')),
      fileOf('record: "x:y", expr: sum(temperature)', alert('x:y > 1')),
      fileOf(alert('ALERTS{alertstate="firing"} > 0')),
    ],
  },
  {
    lint: 'duplicate-rule',
    finds: [
      [
        fileOf('alert: A, expr: "up==0"', 'alert: A, expr: up == 0').replace(
          'alert: A, expr: up ==',
          'alert:   A, expr: up ==',
        ),
        'A',
      ],
      [fileOf('record: r, expr: sum(x)', 'alert: B, expr: r > 1', 'record: r, expr: "sum(x)"'), 'r'],
    ],
    passes: [
      fileOf(
        'alert: A, expr: up == 0, labels: { severity: a }',
        'alert: A, expr: up == 0, labels: { severity: b }, for: 5m',
      ),
      fileOf('record: r, expr: sum(x)', 'alert: B, expr: r > 1', 'record: r, expr: sum(x), labels: { a: b }'),
    ],
  },
  {
    lint: 'alert-name-repeated',
    finds: [[fileOf('alert: A, expr: x > 1', 'alert: A, expr: x > 2'), 'A']],
    passes: [
      fileOf('alert: A, expr: x > 1, labels: { severity: a }', 'alert: A, expr: x > 2, labels: { severity: b }'),
      fileOf('alert: A, expr: x > 1', 'alert: B, expr: x > 2'),
    ],
  },
  {
    lint: 'recording-unused',
    finds: [[fileOf('record: r, expr: sum(x)', 'alert: A, expr: x > 1'), 'r']],
    passes: [
      fileOf('record: r, expr: sum(x)', 'alert: A, expr: r > 1'),
      fileOf('record: "a:r", expr: sum(x)', 'alert: A, expr: "{__name__=~\'a:.*\'} > 1"'),
      fileOf('record: r, expr: sum(x)', 'alert: A, expr: x > 1, annotations: { a: "{{ query `r` }}" }'),
    ],
  },
];

describe('lints', () => {
  it('have an example each of what they find and what they let pass', () => {
    expect(EXAMPLES.map(({ lint }) => lint).sort()).toEqual(LINTS.map(({ id }) => id).sort());
    expect(EXAMPLES.filter(({ finds, passes }) => finds.length === 0 || passes.length === 0)).toEqual([]);
  });

  it('say what, why and what to do instead, and have a name of their own', () => {
    for (const { id, what, why, fix } of LINTS) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
      expect([what, why, fix].every((text) => text.length > 10)).toBe(true);
    }
    expect(new Set(LINTS.map(({ id }) => id)).size).toBe(LINTS.length);
  });

  const found = EXAMPLES.flatMap(({ lint, finds, world }) =>
    finds.map(([text, slice]) => ({ lint, text, slice, world })),
  );
  it.each(found)('$lint finds $slice', ({ lint, text, slice, world }) => {
    const mine = slices(text, world).filter((each) => each.startsWith(`${lint}: `));
    expect(mine).toEqual([`${lint}: ${slice}`]);
  });

  const passed = EXAMPLES.flatMap(({ lint, passes, world }) => passes.map((text) => ({ lint, text, world })));
  it.each(passed)('$lint lets pass $text', ({ lint, text, world }) => {
    expect(slices(text, world).filter((each) => each.startsWith(`${lint}: `))).toEqual([]);
  });
});

describe('what lints say', () => {
  const said = (text: string, world = {}) =>
    linted(text, world).findings.map(({ message, fix }) => `${message}; ${fix}`);

  it('offers the metric that was meant, or the values that there are', () => {
    expect(said(fileOf(alert('temperatur > 1')), { data })).toEqual([
      'shop has no metric temperatur; did you mean temperature?',
    ]);
    expect(said(fileOf(alert('temperature{job="db"} > 1')), { data })).toEqual([
      'no series of shop matches temperature{job="db"}; job is "web" there',
    ]);
  });

  it('tells a gauge by its values', () => {
    expect(said(fileOf(alert('rate(temperature[5m]) > 1')), { data, scrapeIntervalMs: 60_000 })).toEqual([
      expect.stringContaining('which is a gauge by its values in shop (29 of 59 changes are falls)'),
    ]);
  });

  it('takes the step of the data for the scrape interval', () => {
    expect(data.stepMs).toBe(60_000);
  });

  it('does not call an error what rests on a guessed scrape interval', () => {
    const { findings } = linted(fileOf(alert('rate(x_total[20s]) > 1')), { scrapeIntervalIsGuessed: true });
    expect(findings).toMatchObject([{ severity: 'warning', fix: expect.stringContaining('--scrape-interval') }]);
  });

  it('places findings in a block scalar, in lines of their own', () => {
    const text = `groups:
  - name: g
    rules:
      - alert: A
        for: 5m
        expr: |
          up == 0
            and
          count(up) == 0
`;
    expect(linted(text).findings).toMatchObject([
      { lint: 'join-never-matches', start: { line: 7, column: 11 } },
      { lint: 'comparison-never-true', start: { line: 9, column: 11 }, end: { line: 9, column: 25 } },
    ]);
  });
});

describe('comments switch lints off', () => {
  const BAD = 'expr: count(up) == 0';
  const text = `groups:
  - name: g
    rules:
      # watchbench disable comparison-never-true
      - alert: Above
        ${BAD}
      - alert: Inside
        # watchbench disable comparison-never-true, template-label
        ${BAD}
        annotations: { a: "{{ $labels.x }}" }
      - alert: Beside
        ${BAD} # watchbench disable all
      - ${BAD}
        alert: NotThis
      # watchbench disable template-label
      - alert: AnotherLint
        ${BAD}
      # watchbench disable comparison-nevertrue
      - { alert: Misspelt, ${BAD} }
`;

  it('for the rule they stand in or above, and no other', () => {
    const { findings, switchedOff } = linted(text);
    expect(switchedOff.map(({ rule, lint }) => `${rule!.name} ${lint}`)).toEqual([
      'Above comparison-never-true',
      'Inside comparison-never-true',
      'Inside template-label',
      'Beside comparison-never-true',
    ]);
    expect(findings.map(({ rule, lint }) => `${rule?.name} ${lint}`)).toEqual([
      'NotThis comparison-never-true',
      'AnotherLint comparison-never-true',
      'undefined unknown-lint',
      'Misspelt comparison-never-true',
    ]);
  });

  it('and say so when there is no such lint', () => {
    const [unknown] = linted(text).findings.filter(({ lint }) => lint === 'unknown-lint');
    expect(unknown).toMatchObject({ start: { line: 18, column: 28 }, fix: 'did you mean "comparison-never-true"?' });
  });

  it('for a whole file', () => {
    expect(linted(`# watchbench disable-file comparison-never-true\n${text}`).findings.map(({ lint }) => lint)).toEqual(
      ['unknown-lint'],
    );
  });
});

describe('over the public alerts', () => {
  const ALERTS = '../shared/prometheus/alerts';
  it.skipIf(!existsSync(ALERTS))(
    'every finding but those of templates is a fault of the alert, read one by one (skipped without the shared data)',
    async () => {
      const names = readdirSync(ALERTS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yml'));
      const files = await readRuleFiles(names.sort().map((name) => `${ALERTS}/${name}`));
      const world = {
        scrapeIntervalMs: 15_000,
        scrapeIntervalIsGuessed: false,
        evaluationIntervalMs: null,
        data: null,
      };
      const { findings } = lintRules(files, [], world);
      const counts: Record<string, number> = {};
      for (const { lint } of findings) counts[lint] = (counts[lint] ?? 0) + 1;
      const { 'template-label': templates, ...others } = counts;
      expect(templates).toBe(86);
      // Among them: five Mimir alerts that join what has `limit` with what has lost it, `count(…) == 0` in Traefik's,
      // `sum(x == 0) > 0` in Mimir's, `current + available` of MongoDB's connections without `ignoring (conn_type)`.
      expect(others).toEqual({
        'absent-without-for': 1,
        'comparison-always-true': 1,
        'comparison-never-true': 2,
        'delta-on-counter': 2,
        'join-never-matches': 10,
      });
    },
  );
});
