import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { prometheusContender, prometheusFromConfig } from '../../../../../src/contenders/rules/prometheus/contender.ts';
import { ruleProgram } from '../../../../../src/contenders/rules/prometheus/evaluation/rule-program.ts';
import { parseRuleFile } from '../../../../../src/contenders/rules/prometheus/reading/read-rule-files.ts';
import { limitLiterals } from '../../../../../src/contenders/rules/prometheus/tuning/limit-literals.ts';
import { tunableFigures } from '../../../../../src/contenders/rules/prometheus/tuning/tunable-figures.ts';
import { type SearchSpace, spaceAt } from '../../../../../src/contenders/search-space.ts';
import type { JsonObject } from '../../../../../src/json.ts';
import { parsePromql } from '../../../../../src/promql/parse/parse.ts';
import { observeAll } from '../../../../../src/replay/replay.ts';
import { openDataset } from '../../../../../src/run/open-dataset.ts';

const folder = mkdtempSync(join(tmpdir(), 'watchbench-tuned-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HAS_PROMTOOL = spawnSync('promtool', ['--version']).status === 0;
const SHARED_ALERTS = '../shared/prometheus/alerts';

function limitsOf(expression: string): string[] {
  const outcome = parsePromql(expression);
  if (outcome.kind !== 'parsed') throw new Error(`${expression} is ${outcome.kind}`);
  return limitLiterals(outcome.expression).map(({ span: { from, to } }) => expression.slice(from, to));
}

describe('the limits of an alert', () => {
  it.each([
    ['load > 5', ['5']],
    ['5 < load', ['5']],
    ['load < -5', ['-5']],
    ['(load) >= (0.95)', ['0.95']],
    ['rate(errors[5m]) / rate(total[5m]) * 100 > 1e1', ['1e1']],
    ['histogram_quantile(0.99, sum by (le) (rate(x_bucket[5m]))) > 0.5', ['0.5']],
    ['predict_linear(free[6h], 4 * 3600) < 2', ['2']],
    ['time() - last_seen > 10m', ['10m']],
  ])('%s: what it is held against, not other numbers', (expression, literals) => {
    expect(limitsOf(expression)).toEqual(literals);
  });

  it.each([
    ['burn > 14.4 * 0.001', ['14.4']],
    ['memory > 10 * 1024 * 1024', ['10']],
    ['load > 80 / 100', ['80']],
    ['ratio < 1 - 0.05', ['1', '0.05']],
    ['free < 0.1 * size', ['0.1']],
    ['free < size * 10 / 100', ['10']],
    ['1.5 * usual < load', ['1.5']],
  ])('%s: of a product one factor, of a sum every term', (expression, literals) => {
    expect(limitsOf(expression)).toEqual(literals);
  });

  it.each([
    ['a > 1 and b > 2', ['1', '2']],
    ['a > 1 or b < 2', ['1', '2']],
    ['a > 1 unless b > 2', ['1']],
    ['1 < load < 10', ['1', '10']],
    ['(a > 1) * on (i) group_left (n) info{n!=""}', ['1']],
    ['sum by (i) (a > 1)', ['1']],
    ['label_replace(a > 1, "x", "$1", "y", "(.*)")', ['1']],
  ])('%s: of every comparison that decides, but not of the exception', (expression, literals) => {
    expect(limitsOf(expression)).toEqual(literals);
  });

  it.each([
    'up == 0',
    'load > 0',
    'load > bool 5',
    'absent(up)',
    'hour() > 8',
    'a > b',
    'a > 2 ^ 30',
    'vector(3)',
    'clamp_min(a > 3, 1)',
    'a + (b > 3)',
  ])('%s has none', (expression) => {
    expect(limitsOf(expression)).toEqual([]);
  });
});

const RULES = `# Kept by the team of the shop.
groups:
- name: "web"     # two spaces too many
  rules:

  - alert: Slow     # waits for
    expr: |
      # in milliseconds
      latency_p95_ms
        > 400   # a limit
      and requests_per_second > 10
    for: '10m'
    keep_firing_for: 5m   # so that it does not flap
    labels: {severity: "page"}
    annotations: {summary: "above 400 for 10m"}
  - alert: "Errors"
    expr: "error_ratio{job!=\\"x\\"} > 0.02"
    for: &hold 1h
  - alert: Queue
    expr: >-
      queue_depth
      > 80
    for: *hold
  - record: r
    expr: latency_p95_ms > 100
- name: other
  rules:
  - alert: Queue
    expr: orders_per_minute < 20
    for: 0s
    labels: {severity: ticket}
`;

async function spaceOf<Found extends SearchSpace | undefined = SearchSpace>(
  text: string,
  settings: JsonObject = {},
): Promise<Found> {
  const file = join(folder, 'shop.rules.yml');
  writeFileSync(file, text);
  const { searchSpace } = await prometheusContender({ file, ...settings }, null);
  return searchSpace as Found;
}

function writtenAt(space: SearchSpace, values: JsonObject): { settings: JsonObject; texts: string[] } {
  const texts: string[] = [];
  const settings = space.writtenAt(values, (ending, text) => {
    texts.push(text);
    const path = join(folder, `tuned.${ending}`);
    writeFileSync(path, text);
    return path;
  });
  return { settings, texts };
}

describe('a tuned rule file', () => {
  it('has one factor for a role by default; for a group or a rule where that is asked for', async () => {
    const space = await spaceOf(RULES);
    const names = (grain: 'shared' | 'by-kind' | 'by-rule') => spaceAt(space, grain).dimensions.map(({ name }) => name);
    expect(names('shared')).toEqual(['limits', 'holds', 'keeps']);
    expect(names('by-kind')).toEqual(['web.limits', 'web.holds', 'web.keeps', 'other.limits']);
    expect(names('by-rule')).toEqual([
      'Slow.limits',
      'Slow.holds',
      'Slow.keeps',
      'Errors.limits',
      'Errors.holds',
      'Queue (shop.rules.yml:19).limits',
      'Queue (shop.rules.yml:28).limits',
    ]);
  });

  it('differs from what was shipped in its figures alone, each in its place', async () => {
    const { texts } = writtenAt(await spaceOf(RULES), { limits: 1.5, holds: 0.5, keeps: 2 });
    const expected = RULES.replace('> 400   #', '> 600   #')
      .replace('> 10\n', '> 15\n')
      .replace("'10m'", "'5m'")
      .replace('keep_firing_for: 5m', 'keep_firing_for: 10m')
      .replace('> 0.02', '> 0.03')
      .replace('&hold 1h', '&hold 30m')
      .replace('> 80', '> 120')
      .replace('< 20', '< 30');
    expect(texts).toEqual([expected]);
  });

  it.each([
    ['load > 7.5e9', 'load > 1.13e10'],
    ['load > 2e-3', 'load > 3e-3'],
    ['load < -40', 'load < -60'],
    ['load > 0x10', 'load > 24'],
    ['time() - seen > 10m', 'time() - seen > 15m'],
    ['time() - seen > 1h30m', 'time() - seen > 2h15m'],
  ])('%s: a number is spelled in the way it was', async (shipped, tuned) => {
    const file = (expression: string) => `groups: [{ name: g, rules: [{ alert: A, expr: '${expression}' }] }]\n`;
    expect(writtenAt(await spaceOf(file(shipped)), { limits: 1.5 }).texts).toEqual([file(tuned)]);
  });

  it('moves only the alerts that count', async () => {
    const { texts } = writtenAt(await spaceOf(RULES, { severity: ['page'] }), { limits: 2 });
    expect(texts[0]).toBe(RULES.replace('> 400   #', '> 800   #').replace('> 10\n', '> 20\n'));
  });

  it('is tuned inside a ConfigMap, and left alone where a figure is spelled in escapes', async () => {
    const map = (limit: string) => `kind: ConfigMap
data:
  a.yml: "groups:\\n- name: g\\n  rules:\\n  - alert: A\\n    expr: up < ${limit}\\n"
`;
    expect(writtenAt(await spaceOf(map('0.8')), { limits: 0.5 }).texts).toEqual([map('0.4')]);
    expect(await spaceOf<SearchSpace | undefined>(map('0\\x2e8'))).toBeUndefined();
  });

  it('of several files only those that change are written, and the settings of the user stay', async () => {
    const [one, two] = [join(folder, 'one.yml'), join(folder, 'two.yml')];
    writeFileSync(one, RULES);
    writeFileSync(two, 'groups: [{ name: g, rules: [{ alert: Down, expr: up == 0 }] }]\n');
    const { searchSpace } = await prometheusContender({ files: [one, two], phase: '30s' }, null);
    const { settings } = writtenAt(searchSpace!, { limits: 2 });
    expect(settings).toEqual({ files: [join(folder, 'tuned.one.yml'), two], phase: '30s' });
    expect((await prometheusContender(settings, null)).config).toMatchObject({ phase: '30s' });
  });

  it('gives the decisions that were tried, in another process and from the file', async () => {
    const webshop = await openDataset({ path: 'datasets/webshop' });
    const { recording } = webshop.recordings.at(-1)!;
    const file = 'examples/prometheus/webshop.rules.yml';
    const { searchSpace, config } = await prometheusContender({ file, lookback: '6m' }, null);
    const values = { limits: 0.62, holds: 1.7, keeps: 0.9 };
    const tried = searchSpace!.configAt(values);
    const { settings } = writtenAt(searchSpace!, values);
    const verdicts = async (contender: Awaited<ReturnType<typeof prometheusContender>>) =>
      observeAll(await contender.fit({ train: [], seed: 1 }), recording).map((verdict) =>
        verdict.kind === 'scored' ? verdict.score : verdict,
      );
    const fromTrial = await verdicts(prometheusFromConfig(tried));
    expect(await verdicts(await prometheusContender(settings, null))).toEqual(fromTrial);
    expect(await verdicts(prometheusFromConfig(config))).not.toEqual(fromTrial);
    expect(searchSpace!.configAt({})).toEqual(config);
  });

  const shared = existsSync(SHARED_ALERTS)
    ? readdirSync(SHARED_ALERTS, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name))
    : [];

  /** The text with its figures under random factors, and both texts with figures masked. */
  function tunedText(text: string, factors: readonly number[]) {
    const rules = parseRuleFile(text, 'r.yml');
    const figures = tunableFigures(ruleProgram(rules).rules, rules.sources).sort((a, b) => a.from - b.from);
    let [tuned, masked, at] = ['', '', 0];
    for (const [i, figure] of figures.entries()) {
      const between = text.slice(at, figure.from);
      tuned += between + figure.spelledAt(factors[i % factors.length]!);
      masked += `${between}#`;
      at = figure.to;
    }
    return { figures, tuned: tuned + text.slice(at), masked: masked + text.slice(at) };
  }

  it.skipIf(shared.length === 0)(
    'of the public alerts (shared data) reads as before but for its figures, whatever the factors',
    { timeout: 60_000 },
    () => {
      let count = 0;
      const factor = fc.double({ min: 0.5, max: 2, noNaN: true });
      const factors = fc.sample(fc.array(factor, { minLength: 7, maxLength: 7 }), { numRuns: shared.length, seed: 7 });
      shared.forEach((name, i) => {
        const text = readFileSync(join(SHARED_ALERTS, name), 'utf8');
        const once = tunedText(text, factors[i]!);
        const again = tunedText(once.tuned, [1]);
        expect(again.masked, name).toBe(once.masked);
        expect(again.tuned, name).toBe(once.tuned);
        count += once.figures.length;
      });
      expect(count).toBeGreaterThan(500);
    },
  );

  it.skipIf(!HAS_PROMTOOL)('loads in promtool (where it is installed)', async () => {
    const files = [RULES, readFileSync('examples/prometheus/webshop.rules.yml', 'utf8')].flatMap((text, i) =>
      [0.5, 0.77, 1.93].map((factor) => {
        const path = join(folder, `promtool-${i}-${factor}.yml`);
        writeFileSync(path, tunedText(text, [factor]).tuned);
        return path;
      }),
    );
    const checked = spawnSync('promtool', ['check', 'rules', ...files], { encoding: 'utf8' });
    expect(checked.stderr).toBe('');
    expect(checked.status, checked.stdout).toBe(0);
    for (const file of files) expect(checked.stdout).toContain(basename(file));
  });
});
