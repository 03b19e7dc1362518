// Values of PromQL queries as Prometheus gives them, for test/promql/agrees-with-prometheus.test.ts.
//
//   node test/reference/promql/promtool.mjs > test/reference/promql/promtool.json
//
// needs promtool (Debian package prometheus; the file was made with 2.42.0). promtool's rule tests print what a query
// gave when it is not what was expected, and nothing here is. Prometheus 2 counts a sample exactly at the start of a
// range, Prometheus 3 does not: the times are chosen so that there is none. Left out is what has changed since: the
// average over time (now a compensated sum by the count) and the metric name after atan2 (kept by mistake in 2.42).

import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const STEP_SECONDS = 15;
const STEPS = 200;
const TIMES_SECONDS = [1001, 2222, 3290];

let state = 12345;
function random() {
  state = (state * 1103515245 + 12345) % 2147483648;
  return state / 2147483648;
}

const row = (next) => Array.from({ length: STEPS }, next).join(' ');

function counter() {
  let value = Math.floor(random() * 50);
  return row(() => {
    const chance = random();
    if (chance < 0.05) return '_';
    if (chance < 0.07) return 'stale';
    if (chance < 0.1) value = 0;
    value += Math.floor(random() * 20);
    return value;
  });
}

function gauge() {
  return row(() => {
    const chance = random();
    if (chance < 0.03) return '_';
    if (chance < 0.04) return 'stale';
    return chance < 0.06 ? 'NaN' : (random() * 100 - 50).toFixed(3);
  });
}

/** Cumulative buckets, all of which only ever grow. */
function buckets(count) {
  const values = new Array(count).fill(0);
  const rows = values.map(() => []);
  for (let step = 0; step < STEPS; step++) {
    let added = 0;
    for (let i = 0; i < count; i++) {
      added += Math.floor(random() * 5);
      values[i] += added;
      rows[i].push(values[i]);
    }
  }
  return rows.map((each) => each.join(' '));
}

const series = [];
for (let i = 0; i < 4; i++) {
  series.push({ series: `c_total{i="${i}", g="${i % 2}"}`, values: counter() });
  series.push({ series: `g{i="${i}", g="${i % 2}"}`, values: gauge() });
}
for (const job of ['a', 'b']) {
  const bounds = ['0.1', '0.5', '1', '2.5', '+Inf'];
  for (const [i, values] of buckets(bounds.length).entries()) {
    series.push({ series: `h_bucket{j="${job}", le="${bounds[i]}"}`, values });
  }
}

const ofRange = (names, range) => names.split(' ').map((name) => `${name}(${range})`);
const queries = [
  ...ofRange('rate increase irate resets changes delta idelta deriv', 'c_total[5m]'),
  ...ofRange('delta idelta deriv changes sum_over_time min_over_time max_over_time count_over_time', 'g[5m]'),
  ...ofRange('last_over_time present_over_time stddev_over_time stdvar_over_time', 'g[5m]'),
  ...ofRange('abs ceil floor round sgn exp sqrt ln log2 log10 deg rad', 'g'),
  ...ofRange('sin cos tan atan sinh cosh tanh asinh acosh', 'g / 10'),
  ...ofRange('asin acos atanh', 'g / 50'),
  ...ofRange('year month day_of_month day_of_week day_of_year days_in_month hour minute', 'c_total * 1e6'),
  'rate(c_total[37s])',
  'rate(c_total[100s] offset 3m)',
  'quantile_over_time(0.9, g[11m])',
  'quantile_over_time(0.25, g[5m])',
  'predict_linear(g[5m], 3600)',
  'predict_linear(c_total[5m] offset 3m, 60)',
  'holt_winters(c_total[5m], 0.3, 0.6)',
  'histogram_quantile(0.9, rate(h_bucket[5m]))',
  'histogram_quantile(0.5, sum by (le) (rate(h_bucket[7m])))',
  'histogram_quantile(0.01, h_bucket)',
  'histogram_quantile(1, h_bucket)',
  'label_replace(g, "x", "$1-$2", "i", "(.)(.?)")',
  'label_join(g, "x", "/", "g", "i")',
  'clamp(g, -10, 10)',
  'clamp_min(g, 0)',
  'clamp_max(g, 0)',
  'round(g, 0.1)',
  'round(g, 7)',
  'timestamp(g)',
  'timestamp(g offset 1m)',
  'timestamp(g > 0)',
  'scalar(g{i="1"})',
  'vector(scalar(g))',
  'absent(g{i="9", g=~"x"})',
  'absent(g)',
  'absent_over_time(g{i="9"}[5m])',
  'hour()',
  'time()',
  'max_over_time(rate(c_total[127s])[10m:30s])',
  'sum_over_time(g[10m:53s])',
  'min_over_time(g[7m:41s] offset 2m)',
  'deriv(sum(c_total)[9m:23s])',
];

const file = join(mkdtempSync(join(tmpdir(), 'promtool-')), 'tests.json');
const exp_samples = [{ labels: 'none{of="these"}', value: 1 }];
const promql_expr_test = queries.flatMap((expr) =>
  TIMES_SECONDS.map((seconds) => ({ expr, eval_time: `${seconds}s`, exp_samples })),
);
const tests = [{ interval: `${STEP_SECONDS}s`, input_series: series, promql_expr_test }];
writeFileSync(file, JSON.stringify({ rule_files: [], evaluation_interval: '1m', tests }));

const version = spawnSync('promtool', ['--version'], { encoding: 'utf8' });
const run = spawnSync('promtool', ['test', 'rules', file], { encoding: 'utf8', maxBuffer: 2 ** 30 });
const got = [...`${run.stdout}${run.stderr}`.matchAll(/^\s+got:\s*(.*)$/gm)].map(([, text]) => text);
if (got.length !== promql_expr_test.length)
  throw new Error(`${got.length} answers to ${promql_expr_test.length} queries`);

/** `{a="b"} 1.5E+00, …` as [labels, value] pairs; values as text, because JSON has no NaN. */
function elements(text) {
  if (text === 'nil') return [];
  return [...text.matchAll(/(\{[^}]*\}|[a-zA-Z_:][\w:]*(?:\{[^}]*\})?) ([^\s,]+)/g)].map(([, labels, value]) => [
    labels,
    /nan|inf/i.test(value) ? value : String(Number(value)),
  ]);
}

console.log(
  JSON.stringify(
    {
      madeWith: /promtool, version (\S+)/.exec(`${version.stdout}${version.stderr}`)[1],
      stepSeconds: STEP_SECONDS,
      series: series.map((each) => `${each.series} ${each.values}`),
      results: promql_expr_test.map(({ expr }, i) => ({
        query: expr.replace('holt_winters', 'double_exponential_smoothing'),
        seconds: TIMES_SECONDS[i % TIMES_SECONDS.length],
        elements: elements(got[i]),
      })),
    },
    null,
    0,
  ),
);
