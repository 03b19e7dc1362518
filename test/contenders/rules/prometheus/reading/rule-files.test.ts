import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  parseRuleFile,
  readRuleFiles,
} from '../../../../../src/contenders/rules/prometheus/reading/read-rule-files.ts';
import { formatPlace } from '../../../../../src/faults.ts';
import { refusedWith } from '../refused-with.ts';

const faults = (text: string) =>
  refusedWith(() => parseRuleFile(text, 'r.yml')).map(
    ({ code, message, place }) => `${formatPlace(place!)} ${code} ${message}`,
  );

const RULES = `  - name: g
    interval: 30s
    limit: 3
    query_offset: 1m
    labels: { team: web, severity: info }
    rules:
      - alert: Slow
        expr: latency > 1
        for: 5m
        keep_firing_for: 1h30m
        labels: { severity: page }
        annotations: { summary: "{{ $labels.job }}: {{ $value }}" }
      - record: job:latency:mean
        expr: avg by (job) (latency)
`;
const indented = (by: number) => RULES.replaceAll(/^/gm, ' '.repeat(by)).trimEnd();

const WRAPPED: readonly [name: string, text: string][] = [
  ['a plain rule file', `groups:\n${RULES}`],
  [
    'JSON',
    JSON.stringify({
      groups: [
        {
          name: 'g',
          interval: '30s',
          limit: 3,
          query_offset: '1m',
          labels: { team: 'web', severity: 'info' },
          rules: [
            {
              alert: 'Slow',
              expr: 'latency > 1',
              for: '5m',
              keep_firing_for: '1h30m',
              labels: { severity: 'page' },
              annotations: { summary: '{{ $labels.job }}: {{ $value }}' },
            },
            { record: 'job:latency:mean', expr: 'avg by (job) (latency)' },
          ],
        },
      ],
    }),
  ],
  [
    'a PrometheusRule',
    `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: r }\nspec:\n  groups:\n${indented(2)}`,
  ],
  [
    'a ConfigMap',
    `kind: ConfigMap\nmetadata: { name: c }\ndata:\n  dashboard.json: '{}'\n  web.rules: |\n    groups:\n${indented(4)}`,
  ],
  [
    'a list of resources',
    `kind: List\nitems:\n  - kind: Service\n    spec: {}\n  - kind: PrometheusRule\n    spec:\n      groups:\n${indented(6)}`,
  ],
  ['the second of several documents', `---\n# nothing\n---\ngroups:\n${RULES}---\nkind: Deployment\nspec: {}\n`],
];

describe('rule files', () => {
  it.each(WRAPPED)('reads %s', (_, text) => {
    const { groups, refusals } = parseRuleFile(text, 'r.yml');
    expect(refusals).toEqual([]);
    expect(groups).toHaveLength(1);
    const [group] = groups;
    expect(group).toMatchObject({ name: 'g', intervalMs: 30_000, limit: 3, queryOffsetMs: 60_000 });
    const [alert, recording] = group!.rules;
    expect(alert).toMatchObject({ kind: 'alert', name: 'Slow', holdMs: 300_000, keepFiringMs: 5_400_000 });
    const labels = alert!.kind === 'alert' ? alert!.labels.map(({ name, source }) => [name, source.text]) : [];
    expect(labels).toEqual([
      ['severity', 'page'],
      ['team', 'web'],
    ]);
    expect(recording).toMatchObject({ kind: 'recording', name: 'job:latency:mean' });
    expect(recording!.labels).toEqual([
      { name: 'severity', value: 'info' },
      { name: 'team', value: 'web' },
    ]);
  });

  it('takes a null list of rules, aliases, merge keys and numbers for text', () => {
    const text = `groups:
  - { name: empty, rules: }
  - name: g
    rules:
      - &a { alert: One, expr: 1, for: 0, labels: &l { a: 1, b: yes } }
      - { <<: *a, alert: Two, labels: { <<: *l, a: 2 } }
`;
    const { groups } = parseRuleFile(text, 'r.yml');
    expect(groups.map(({ rules }) => rules.length)).toEqual([0, 2]);
    const labels = groups[1]!.rules.map(({ labels }) =>
      labels.map((label) => ('source' in label ? label.source.text : '')),
    );
    expect(labels).toEqual([
      ['1', 'yes'],
      ['2', 'yes'],
    ]);
  });

  it('says everything that is wrong at once, each with its place', () => {
    const text = `groups:
  - name: g
    intervall: 1m
    rules:
      - alert: A
        expr: sum(
        for: 5 minutes
      - record: r
        alert: A
        expr: up
      - expr: up
      - record: "up{}"
        expr: up
        for: 5m
        annotations: { a: b }
        labels: { __name__: x }
      - alert: B
        annotations: { ok: "{{ $labels.x }}", bad: "a {{ $x }}" }
        labels: { broken: "{{ humanise 3 }}" }
      - alert: C
        expr: rate(up)
        Expr: up
  - name: g
    rules: 7
`;
    expect(faults(text)).toEqual([
      'r.yml:3:5 document/unknown-key groups[0]: unknown key "intervall"',
      expect.stringMatching(
        /^r\.yml:6:19 prometheus\/expression .*unclosed left parenthesis|^r\.yml:6:\d+ prometheus\/expression/,
      ),
      'r.yml:7:14 prometheus/duration group "g", rule 1: for: not a valid duration string: "5 minutes"',
      "r.yml:9:16 prometheus/rule group \"g\", rule 2: only one of 'record' and 'alert' must be set",
      "r.yml:11:9 prometheus/rule group \"g\", rule 3: one of 'record' or 'alert' must be set",
      expect.stringContaining('r.yml:12:18 prometheus/rule group "g", rule 4: braces present'),
      'r.yml:14:9 prometheus/rule group "g", rule 4: invalid field \'for\' in recording rule',
      'r.yml:15:9 prometheus/rule group "g", rule 4: invalid field \'annotations\' in recording rule',
      'r.yml:16:19 prometheus/label group "g", rule 4: labels: invalid label name: "__name__"',
      'r.yml:17:16 prometheus/rule group "g", rule 5: field \'expr\' must be set in rule',
      'r.yml:18:58 prometheus/template group "g", rule 5: annotation "bad": undefined variable "$x"',
      'r.yml:19:31 prometheus/template group "g", rule 5: label "broken": function "humanise" not defined',
      expect.stringMatching(/^r\.yml:21:\d+ prometheus\/expression .*expected type range vector/),
      'r.yml:22:9 document/unknown-key group "g", rule 6: unknown key "Expr"',
      'r.yml:23:11 prometheus/group groupname: "g" is repeated in the same file',
      'r.yml:24:12 document/value groups[1].rules: expected a list, got "7"',
    ]);
  });

  it('refuses by name and place what it does not evaluate, and keeps the rest', () => {
    const text = `groups:
  - name: g
    rules:
      - alert: A
        expr: mad_over_time(x[5m]) > 1
      - alert: B
        expr: x > 1
        annotations: { link: "{{ graphLink .Value }}" }
`;
    const { refusals, groups } = parseRuleFile(text, 'r.yml');
    expect(groups[0]!.rules).toHaveLength(2);
    expect(refusals.map(({ rule, what, place, stopsRule }) => [rule, what, formatPlace(place), stopsRule])).toEqual([
      ['A', 'mad_over_time', 'r.yml:5:15', true],
      ['B', 'graphLink', 'r.yml:8:34', false],
    ]);
  });

  it('has a word for a file without rules', () => {
    expect(faults('kind: Deployment\n')).toEqual([expect.stringContaining('prometheus/no-rules')]);
    expect(faults('')).toEqual([expect.stringContaining('prometheus/no-rules')]);
    expect(faults('rules: []\n')).toEqual([expect.stringContaining('unknown key "rules"')]);
  });

  const ALERTS = '../shared/prometheus/alerts';
  it.skipIf(!existsSync(ALERTS))('reads every public alert file (skipped without the shared data)', async () => {
    const files = readdirSync(ALERTS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yml'));
    const { groups, refusals } = await readRuleFiles(files.sort().map((file) => `${ALERTS}/${file}`));
    expect(files).toHaveLength(56);
    expect(groups.flatMap(({ rules }) => rules)).toHaveLength(446);
    expect(refusals).toEqual([]);
  });
});

describe('hostile rule files', () => {
  const quickly = (text: string): string[] => {
    const found = faults(text);
    expect(found.length).toBeGreaterThan(0);
    return found;
  };

  it('a bomb of aliases is stopped', { timeout: 30_000 }, () => {
    const levels = Array.from(
      { length: 9 },
      (_, i) =>
        `l${i}: &l${i} [${
          i === 0
            ? 'x'
            : Array(9)
                .fill(`*l${i - 1}`)
                .join(', ')
        }]`,
    );
    expect(quickly(`${levels.join('\n')}\ngroups: *l8\n`).length).toBeLessThanOrEqual(51);
    const rules = Array(1000).fill('{ alert: A, expr: up }').join(', ');
    const groups = Array.from({ length: 1000 }, (_, i) => `  - { name: g${i}, rules: *r }`).join('\n');
    const bomb = quickly(`groups:\n  - name: g\n    rules: &r [${rules}]\n${groups}\n`);
    expect(bomb.join()).toContain('aliases that stand for more than');
  });

  it('an alias of what it stands in is refused', () => {
    expect(quickly('groups: &a\n  - { name: g, rules: *a }\n')).toEqual([
      expect.stringMatching(/^r\.yml:2:23 document\/alias/),
    ]);
    expect(quickly('groups:\n  - &a { <<: *a, name: g }\n')[0]).toContain('r.yml:2:14 document/alias');
  });

  it('an expression of ten megabytes is refused by its length', { timeout: 30_000 }, () => {
    const text = `groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: ${'1+'.repeat(5_000_000)}1\n`;
    const { refusals } = parseRuleFile(text, 'r.yml');
    expect(refusals).toMatchObject([{ construct: 'limit', place: { line: 5 }, stopsRule: true }]);
  });

  it('deep nesting of brackets, in YAML, in an expression and in a template, is a positioned fault or refusal', {
    timeout: 30_000,
  }, () => {
    expect(quickly(`groups: ${'['.repeat(200_000)}`)[0]).toMatch(/^r\.yml:1:\d+ document\//);
    const deep = `groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: "${'('.repeat(50_000)}1${')'.repeat(50_000)}"\n`;
    expect(parseRuleFile(deep, 'r.yml').refusals).toMatchObject([{ construct: 'limit', place: { line: 5 } }]);
    const template = `groups:\n  - name: g\n    rules:\n      - { alert: A, expr: up, annotations: { a: "{{ ${'('.repeat(50_000)} }}" } }\n`;
    expect(parseRuleFile(template, 'r.yml').refusals).toMatchObject([{ construct: 'template', place: { line: 4 } }]);
  });

  it('a mapping of very many keys is read in linear time', { timeout: 30_000 }, () => {
    const keys = Array.from({ length: 50_000 }, (_, i) => `k${i}: 1`).join('\n');
    expect(quickly(keys)).toHaveLength(51);
  });
});
