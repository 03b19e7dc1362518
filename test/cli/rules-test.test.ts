import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/main.ts';
import { toldWorld } from './told-world.ts';

async function rulesTest(cwd: string, ...args: string[]) {
  const { io, said } = toldWorld({ cwd });
  const code = await runCli(['rules', 'test', ...args], io);
  return { ...said, code };
}

const PROMTOOL = resolve('../shared/prometheus/promtool');

describe.skipIf(!existsSync(PROMTOOL))("promtool's own test files (skipped without the shared data)", () => {
  it.each([
    ['unittest.yml', 0, 0, 3],
    ['long-period.yml', 0, 0, 0],
    ['no-test-group-interval.yml', 0, 0, 0],
    ['at-modifier-test.yml', 0, 0, 0],
    ['negative-offset-test.yml', 0, 0, 0],
    ['start-time-test.yml', 0, 0, 0],
    ['failing.yml', 1, 4, 0],
    ['rules_run.yml', 1, 1, 0],
    ['rules_run_fuzzy.yml', 1, 2, 0],
    ['rules_run_no_fuzzy.yml', 1, 2, 0],
  ])('%s exits with %i, %i checks failed, %i refused for native histograms', async (file, exit, failed, refused) => {
    const { code, out } = await rulesTest(PROMTOOL, file, '--json');
    expect({ code, ...JSON.parse(out) }).toMatchObject({ code: exit, failed, refused });
  });

  it.each([
    ['rules_run.yml', 'correct', 0],
    ['rules_run.yml', 'wrong', 1],
    ['rules_run_fuzzy.yml', 'correct', 0],
    ['rules_run_fuzzy.yml', 'wrong', 1],
  ])('%s --run %s exits with %i', async (file, pattern, exit) => {
    const { code } = await rulesTest(PROMTOOL, file, '--run', pattern);
    expect(code).toBe(exit);
  });
});

const RULES = `groups:
  - name: second
    query_offset: 0s
    rules:
      - alert: Derived
        expr: job:load:avg > 5
        annotations: { summary: "{{ $externalLabels.cluster }}: {{ $value }} at {{ $externalURL }}" }
  - name: first
    interval: 1h
    rules:
      - record: job:load:avg
        expr: avg by (job) (load)
`;

async function folder(test: string, rules = RULES) {
  const cwd = await mkdtemp(join(tmpdir(), 'rules-test-'));
  await mkdir(join(cwd, 'rules'));
  await writeFile(join(cwd, 'rules/web.rules.yml'), rules);
  await writeFile(join(cwd, 'test.yml'), test);
  return cwd;
}

const test = (order: string) => `rule_files: [rules/*.yml]
evaluation_interval: 1m
group_eval_order: [${order}]
tests:
  - name: ordered
    interval: 1m
    external_labels: { cluster: eu }
    external_url: http://prom:9090
    input_series:
      - { series: 'load{job="a",i="1"}', values: '4 6 8' }
      - { series: 'load{job="a",i="2"}', values: '4 6 8' }
    alert_rule_test:
      - eval_time: 1m
        alertname: Derived
        exp_alerts:
          - { exp_labels: { job: a }, exp_annotations: { summary: 'eu: 6 at http://prom:9090' } }
    promql_expr_test:
      - expr: job:load:avg
        eval_time: 2m
        exp_samples: [{ labels: 'job:load:avg{job="a"}', value: 8 }]
`;

describe('rules test', () => {
  it('evaluates groups in the order asked for, whatever their own interval, and fills in external labels', async () => {
    const cwd = await folder(test('first, second'));
    expect(await rulesTest(cwd, 'test.yml')).toMatchObject({ code: 0, out: 'passed  test.yml  2 passed\n' });
    const { code, out } = await rulesTest(cwd, 'test.yml', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out).files[0].tests[0]).toMatchObject({ name: 'ordered', line: 5, skipped: false });
    // The other way round the alert reads what was recorded one evaluation before.
    expect((await rulesTest(await folder(test('second, first')), 'test.yml')).code).toBe(1);
  });

  it('shows what was expected and what came, with file and line', async () => {
    const cwd = await folder(test('second, first'));
    const { out } = await rulesTest(cwd, 'test.yml');
    expect(out).toBe(`FAILED  test.yml  1 passed, 1 failed
  test.yml:13:9: ordered: alert Derived at 1m
      - expected, + got
      - {alertname="Derived", job="a"}
      -     summary: "eu: 6 at http://prom:9090"
`);
  });

  it('ends a test on a rule that fails to evaluate, as an error at the rule', async () => {
    const rules = 'groups:\n  - name: g\n    rules:\n      - { alert: Derived, expr: load + on () load }\n';
    const { code, out } = await rulesTest(await folder(test(''), rules), 'test.yml');
    expect(code).toBe(1);
    expect(out).toMatch(/rules\/web\.rules\.yml:4:18: ordered: rule Derived at 0s\n +.*many-to-many/);
  });

  it('writes JUnit XML', async () => {
    const cwd = await folder(test('second, first').replace('name: ordered', 'name: "<&> ordered"'));
    await rulesTest(cwd, 'test.yml', '--junit', 'out.xml');
    const xml = await readFile(join(cwd, 'out.xml'), 'utf8');
    expect(xml).toContain('<testsuite name="test.yml" tests="1" failures="1" errors="0" skipped="0">');
    expect(xml).toContain('<testcase name="&lt;&amp;&gt; ordered" classname="test.yml">');
    expect(xml).toContain('- {alertname=&quot;Derived&quot;, job=&quot;a&quot;}');
  });

  it('exits with 2 for files that are wrong, all faults of the test file at once', async () => {
    const wrong = `rule_files: [rules/*.yml]
evaluation_intervall: 1m
tests:
  - interval: soon
    input_series: [{ series: 'load{', values: '1 2x' }]
    alert_rule_test: [{ eval_time: 1m }]
    promql_expr_test: [{ expr: 'sum(', eval_time: 1m, exp_samples: [{ value: x }] }]
`;
    const { code, err } = await rulesTest(await folder(wrong), 'test.yml');
    expect(code).toBe(2);
    const places = err
      .split('\n')
      .flatMap((line) => /^test\.yml:(\d+:\d+): .*\[(.*)\]$/.exec(line)?.slice(1).join(' ') ?? []);
    expect(places).toEqual([
      '2:1 document/unknown-key',
      '4:15 prometheus/duration',
      '5:36 prometheus/test',
      '5:52 prometheus/test',
      '6:23 prometheus/test',
      '7:37 prometheus/expression',
      '7:78 document/value',
    ]);
    const bad = await rulesTest(await folder(test(''), RULES.replace('avg by', 'avgg by')), 'test.yml');
    expect(bad).toMatchObject({ code: 2, err: expect.stringContaining('rules/web.rules.yml:12:') });
    expect((await rulesTest(tmpdir(), 'no-such-file.yml')).code).toBe(2);
  });

  it('warns of a rule file that is not there, and skips tests not asked for', async () => {
    const cwd = await folder(test('').replace('rules/*.yml', 'nowhere/*.yml'));
    const { err, out, code } = await rulesTest(cwd, 'test.yml', '--run', '^other$');
    expect(err).toContain('no rule file matches nowhere/*.yml');
    expect(out).toBe('passed  test.yml  0 passed, 1 tests not asked for\n');
    expect(code).toBe(0);
  });
});
