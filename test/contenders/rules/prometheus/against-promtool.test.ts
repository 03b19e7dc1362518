import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupRunner } from '../../../../src/contenders/rules/prometheus/evaluation/group-runner.ts';
import { layeredSource } from '../../../../src/contenders/rules/prometheus/evaluation/layered-source.ts';
import { liveWindow } from '../../../../src/contenders/rules/prometheus/evaluation/live-window.ts';
import { ruleProgram } from '../../../../src/contenders/rules/prometheus/evaluation/rule-program.ts';
import { parseRuleFile } from '../../../../src/contenders/rules/prometheus/reading/read-rule-files.ts';
import { evaluateInstant } from '../../../../src/promql/evaluate/evaluate.ts';
import type { Labels } from '../../../../src/promql/labels.ts';
import { parsePromql } from '../../../../src/promql/parse/parse.ts';
import { formatLabelSet } from '../../../../src/promql/text/format-label-set.ts';
import { series, sourceOf } from './told-series.ts';

/**
 * Random rules over random series: what comes out here is written down as what a unit test expects, and whatever
 * promtool is installed has to agree. No sample stands on an evaluation or a whole range before one, because releases
 * before 3 count the left end of a window in.
 */
const HAS_PROMTOOL = spawnSync('promtool', ['--version']).status === 0;

const SAMPLE_STEP_MS = 10_007;
const SAMPLES = 40;
const INTERVAL_MS = 15_000;
const LAST_MS = 390_000;
const CASES = 25;

const reading = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 9 }) },
  { weight: 1, arbitrary: fc.constant('_' as const) },
  { weight: 1, arbitrary: fc.constant('stale' as const) },
);

const EXPRESSIONS = [
  'load > 5',
  'load{job="a"} < 3',
  'sum by (job) (load) > 8',
  'max_over_time(load[40s]) > 8',
  'load > on (job) group_left () (mean + 1)',
  'absent(load{job="a", i="1"})',
  'ALERTS{alertstate="firing"} == 1',
  'count(ALERTS_FOR_STATE) > 2',
  'mean > 3 or load > 8',
  '1',
  'vector(time() % 120) > 60',
];

const TEMPLATES = [
  'fixed',
  '{{ $labels.job }}',
  '{{ $value | humanize }}',
  '{{ printf "%.1f" $value }}-{{ .Labels.i }}',
  '{{ if gt $value 7.0 }}worst{{ else if gt $value 4.0 }}bad{{ end }}',
  '{{ $value | humanizeDuration }} {{ humanizePercentage $value }} {{ humanize1024 $value }}',
  '{{ range query "load" | sortByLabel "i" }}{{ .Labels.i }}{{ end }}{{ len (query "mean") }}',
  '{{ toUpper $labels.job | reReplaceAll "(A)" "<$1>" }} {{ title $labels.job }} {{ $value }}',
  '{{ with query "mean" }}{{ . | sortByLabel "job" | first | value | humanize }}{{ else }}none{{ end }} {{ match "a" $labels.job }}',
  '{{ $labels }} {{ humanizeTimestamp $value }}',
];

const anyCase = fc.record({
  rows: fc.array(fc.array(reading, { minLength: SAMPLES, maxLength: SAMPLES }), { minLength: 4, maxLength: 4 }),
  alerts: fc.array(
    fc.record({
      expr: fc.constantFrom(...EXPRESSIONS),
      hold: fc.constantFrom('0s', '15s', '40s', '1m'),
      keep: fc.constantFrom('0s', '20s', '1m'),
      label: fc.constantFrom(...TEMPLATES),
      note: fc.constantFrom(...TEMPLATES),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  recordsFirst: fc.boolean(),
  times: fc.uniqueArray(fc.integer({ min: 0, max: LAST_MS / INTERVAL_MS }), { minLength: 3, maxLength: 6 }),
});
type Case = typeof anyCase extends fc.Arbitrary<infer T> ? T : never;

const SERIES = [
  ['a', '1'],
  ['a', '2'],
  ['b', '1'],
  ['b', '2'],
] as const;
const quoted = (text: string) => JSON.stringify(text);

function rulesOf({ alerts, recordsFirst }: Case): string {
  const mean = { record: 'mean', expr: 'avg by (job) (load) > 2', labels: { from: 'rule' } };
  const rules = alerts.map(({ expr, hold, keep, label, note }, n) => ({
    alert: `A${n}`,
    expr,
    for: hold,
    keep_firing_for: keep,
    labels: { n: String(n), v: label },
    annotations: { note },
  }));
  return JSON.stringify({ groups: [{ name: 'g', rules: recordsFirst ? [mean, ...rules] : [...rules, mean] }] });
}

const record = ({ pairs }: Labels, without: readonly string[] = []) =>
  Object.fromEntries(pairs.filter(([name]) => !without.includes(name)));

/** What this engine makes of it, as a test that expects just that; null where a rule fails, which ends promtool's run. */
function expectations(one: Case): object | null {
  const program = ruleProgram(
    parseRuleFile(rulesOf(one), 'r.yml'),
    { intervalMs: INTERVAL_MS, annotations: true },
    true,
  );
  const times = Array.from({ length: SAMPLES }, (_, i) => (i + 1) * SAMPLE_STEP_MS);
  const told = one.rows.map((row, k) =>
    series(
      { __name__: 'load', job: SERIES[k]![0], i: SERIES[k]![1] },
      times,
      row.map((each) => (each === '_' ? Number.NaN : each)),
    ),
  );
  const written = liveWindow();
  let nowMs = 0;
  const source = layeredSource(sourceOf(...told), written, () => nowMs);
  const runner = groupRunner(program, source, (labels, atMs, value, stale) =>
    written.append(labels, atMs, value, stale),
  );
  let failed = false;
  const alertChecks: object[] = [];
  for (; nowMs <= LAST_MS && !failed; nowMs += INTERVAL_MS) {
    runner.evaluate(0, nowMs, ({ outcome }) => {
      failed ||= outcome !== 'ok';
    });
    if (!one.times.includes(nowMs / INTERVAL_MS)) continue;
    for (const { rule, index } of program.rules) {
      if (rule.kind !== 'alert') continue;
      const firing = runner.alertsOf(index).filter(({ phase }) => phase === 'firing');
      alertChecks.push({
        eval_time: `${nowMs / 1000}s`,
        alertname: rule.name,
        exp_alerts: firing.map(({ labels, annotations }) => ({
          exp_labels: record(labels, ['alertname']),
          exp_annotations: Object.fromEntries(annotations),
        })),
      });
    }
  }
  if (failed) return null;
  nowMs = LAST_MS;
  const queried = one.times.flatMap((time) =>
    ['ALERTS', 'ALERTS_FOR_STATE', 'mean'].map((expr) => {
      const parsed = parsePromql(expr);
      const value =
        parsed.kind === 'parsed' ? evaluateInstant(parsed.expression, source, time * INTERVAL_MS).value : null;
      const columns = value?.kind === 'vector' ? value.columns : [];
      return {
        expr,
        eval_time: `${(time * INTERVAL_MS) / 1000}s`,
        exp_samples: columns.map(({ labels, values }) => ({ labels: formatLabelSet(labels), value: values[0] })),
      };
    }),
  );
  return {
    interval: '10s7ms',
    input_series: one.rows.map((row, k) => ({
      series: `load{job=${quoted(SERIES[k]![0])}, i=${quoted(SERIES[k]![1])}}`,
      values: `_ ${row.join(' ')}`,
    })),
    alert_rule_test: [...alertChecks, { eval_time: `${LAST_MS / 1000}s`, alertname: 'None', exp_alerts: [] }],
    promql_expr_test: queried,
  };
}

it.skipIf(!HAS_PROMTOOL)(
  'promtool agrees on firing alerts, their labels and annotations, ALERTS and recorded series (skipped without promtool)',
  { timeout: 120_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'watchbench-rules-'));
    let checked = 0;
    let fired = 0;
    for (const one of fc.sample(anyCase, { seed: 20_261_124, numRuns: 2 * CASES })) {
      const test = expectations(one);
      if (test === null || checked >= CASES) continue;
      fired += (JSON.stringify(test).match(/exp_annotations/g) ?? []).length;
      writeFileSync(join(folder, `rules-${checked}.yml`), rulesOf(one));
      writeFileSync(
        join(folder, `test-${checked}.yml`),
        JSON.stringify({ rule_files: [`rules-${checked}.yml`], evaluation_interval: '15s', tests: [test] }),
      );
      checked++;
    }
    const files = Array.from({ length: checked }, (_, i) => join(folder, `test-${i}.yml`));
    const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', ...files], { encoding: 'utf8' });
    expect({ status, said: status === 0 ? '' : `${stdout}\n${stderr}`.slice(0, 5000) }).toEqual({
      status: 0,
      said: '',
    });
    expect(checked).toBe(CASES);
    expect(fired).toBeGreaterThan(100);
    rmSync(folder, { recursive: true });
  },
);
